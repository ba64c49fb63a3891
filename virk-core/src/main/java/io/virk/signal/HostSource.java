package io.virk.signal;

import java.util.List;

/** What the host measures and hands over by name: numbers and categories. */
final class HostSource implements SignalSource {
  private final List<Signal> signals;

  HostSource(List<? extends Signal> signals) {
    this.signals = List.copyOf(signals);
    SignalSources.checkSignals(this);
    for (Signal signal : this.signals) {
      if (signal instanceof VectorSignal) {
        throw new IllegalArgumentException(
            "signal " + signal.name() + ": a vector (expected: one number, or a category)");
      }
    }
  }

  @Override
  public String name() {
    return SignalSources.HOST;
  }

  @Override
  public List<Signal> signals() {
    return signals;
  }

  @Override
  public Reader reader() {
    List<String> names = signals.stream().map(Signal::name).toList();
    return (observation, row) -> {
      for (int i = 0; i < signals.size(); i++) {
        double value = observation.signal(signals.get(i).name());
        if (signals.get(i) instanceof ScalarSignal scalar) {
          row.set(scalar, value);
        } else {
          set((CategoricalSignal) signals.get(i), value, observation, row);
        }
      }
      String unknown = observation.unknownSignal(names);
      if (unknown != null) {
        row.flawed(
            new FlawFound(
                Flaw.SIGNAL_UNKNOWN,
                "\"" + (unknown.length() > 100 ? unknown.substring(0, 100) : unknown) + "\"",
                "one of " + names,
                observation.sequence()));
      }
    };
  }

  private static void set(
      CategoricalSignal signal, double value, Observation observation, Row row) {
    int category = (int) value;
    if (category == value && category >= 0) {
      row.set(signal, category);
    } else if (!Double.isNaN(value)) {
      row.flawed(
          new FlawFound(
              Flaw.SIGNAL_CATEGORY,
              signal.name() + " is " + value,
              "a whole number >= 0",
              observation.sequence()));
    }
  }
}
