package io.virk.signal;

import java.util.List;

/** What the host measures and hands over by name. */
final class HostSource implements SignalSource {
  private final List<ScalarSignal> signals;

  HostSource(List<ScalarSignal> signals) {
    this.signals = List.copyOf(signals);
    SignalSources.checkSignals(this);
  }

  @Override
  public String name() {
    return SignalSources.HOST;
  }

  @Override
  public List<ScalarSignal> signals() {
    return signals;
  }

  @Override
  public Reader reader() {
    return (observation, row) -> {
      for (int i = 0; i < signals.size(); i++) {
        row.set(signals.get(i), observation.signal(signals.get(i).name()));
      }
      String unknown =
          observation instanceof GivenObservation given
              ? unknown(given)
              : observation.unknownSignal();
      if (unknown != null) {
        row.flawed(
            new FlawFound(
                Flaw.SIGNAL_UNKNOWN,
                "\"" + (unknown.length() > 100 ? unknown.substring(0, 100) : unknown) + "\"",
                "one of " + signals.stream().map(ScalarSignal::name).toList(),
                observation.sequence()));
      }
    };
  }

  private String unknown(GivenObservation given) {
    for (String name : given.signals().keySet()) {
      if (signals.stream().noneMatch(s -> s.name().equals(name))) {
        return name;
      }
    }
    return null;
  }
}
