package io.virk.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.virk.MonitorStatus;
import io.virk.capture.CaptureCost;
import io.virk.event.DropReason;
import io.virk.event.Sight;
import io.virk.label.Challenger;
import io.virk.label.Feedback;
import io.virk.label.FeedbackStatus;
import io.virk.label.Performance;
import io.virk.label.Studied;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** The meters that are read from the status; a new one is one line in the constructor. */
final class StatusMeters {
  static final String RUNNING = "virk.running";
  private static final String SECONDS = "seconds";

  private final Supplier<MonitorStatus> status;
  private final List<Spec> specs = new ArrayList<>();

  /** One meter to be registered. */
  private interface Spec {
    Meter register(MeterRegistry registry, Tags tags);
  }

  StatusMeters(Supplier<MonitorStatus> status, StatisticGauges statistics) {
    this.status = status;
    gauge(RUNNING, "", "1 until the monitor is closed", s -> s.running() ? 1 : 0);
    counter(
        "virk.inferences", "inferences the host ran, estimated", s -> s.captured().inferences());
    counter(
        "virk.observations.sampled", "inferences the sampler chose", s -> s.captured().sampled());
    for (DropReason reason : DropReason.values()) {
      counter(
          "virk.observations.dropped",
          "of the sampled, those that were lost before they were evaluated",
          s -> s.captured().droppedBy().get(reason),
          "reason",
          reason.name().toLowerCase(Locale.ROOT));
    }
    counter(
        "virk.observations.marked",
        "of the sampled, those only the host chose",
        s -> s.captured().marked());
    gauge(
        "virk.sampling.fraction",
        "",
        "share of inferences that the sampler chooses",
        s -> s.captured().fraction());
    counter(
        "virk.observations.aborted",
        "of the sampled, those the host closed without a commit",
        s -> s.captured().aborted());
    counter(
        "virk.observations.orphaned",
        "of the sampled, those the host held for longer than the lease",
        s -> s.captured().orphaned());
    gauge(
        "virk.observations.waiting",
        "",
        "of the sampled, those with the host or before VIRK's thread; once closed, lost to it",
        s -> s.captured().unfinished());
    counter("virk.observations.drained", "observations evaluated", s -> s.judged().observations());
    timer(
        "virk.drain.time",
        "time VIRK's thread worked, per observation",
        s -> s.judged().observations(),
        s -> s.cost().worked().toNanos());
    gauge(
        "virk.drain.lag",
        SECONDS,
        "wait of an observation for VIRK's thread",
        s -> seconds(s.cost().lag().toNanos()));
    captureCost("0.5", CaptureCost::p50Nanos);
    captureCost("0.99", CaptureCost::p99Nanos);
    captureCost("0.999", CaptureCost::p999Nanos);
    captureCost("1", CaptureCost::maxNanos);
    gauge(
        "virk.memory",
        BaseUnits.BYTES,
        "memory of slots, windows and the flight recorder",
        s -> s.cost().memory());
    counter("virk.windows", "windows judged", s -> s.judged().windows());
    counter("virk.drifts.opened", "drifts opened", s -> s.judged().driftsOpened());
    counter(
        "virk.drifts.reopened",
        "times that a drift which had closed was reopened",
        s -> s.judged().driftsReopened());
    counter("virk.drifts.closed", "times a drift closed", s -> s.judged().driftsClosed());
    gauge(
        "virk.streams.silent",
        "",
        "slices that send nothing any more; 1 if nothing comes at all",
        s -> s.judged().silent().size());
    gauge(
        "virk.streams.frozen",
        "",
        "slices that send the same picture again and again; 1 if all do",
        s -> s.judged().frozen().size());
    gauge(
        "virk.cameras.moved",
        "",
        "cameras whose picture is not where it was in the baseline, or is another camera's",
        s -> s.judged().moved().size());
    gauge("virk.drifts.open", "", "drifts that are open now", s -> s.judged().open().size());
    gauge(
        "virk.detectors.armed",
        "",
        "detectors that judge, of all slices that have a reference of their own",
        s -> ofSight(s, sight -> detectors(sight, r -> r.armed().size())));
    gauge(
        "virk.detectors.refused",
        "",
        "detectors that judge nothing, for the baseline is too short for them",
        s -> ofSight(s, sight -> detectors(sight, r -> r.refused().size())));
    gauge(
        "virk.observations.affordable",
        "",
        "observations a second that the CPU budget allows; NaN before that is known",
        s -> ofSight(s, sight -> sight.perSecond().orElse(Double.NaN)));
    gauge(
        "virk.window.slowest",
        SECONDS,
        "time from window to window of the slice where it is longest; NaN before that is known",
        s -> ofSight(s, StatusMeters::slowest));
    gauge(
        "virk.events.waiting", "", "events that wait for the listeners", s -> s.events().waiting());
    eventsDropped("window", s -> s.events().windowsDropped());
    eventsDropped("other", s -> s.events().othersDropped());
    gauge(
        "virk.incidents.waiting",
        "",
        "incidents that wait for the disk, or are being written",
        s -> s.events().incidentsWaiting());
    gauge(
        "virk.incidents.spooled",
        "",
        "incidents that wait in a spool until its sink takes them",
        s -> s.events().incidentsSpooled());
    counter(
        "virk.incidents.lost",
        "incidents given up: neither written nor sent, or more than a spool keeps",
        s -> s.events().incidentsLost());
    gauge(
        "virk.summaries.waiting",
        "",
        "summaries that wait for their sink",
        s -> s.events().summariesWaiting());
    counter(
        "virk.summaries.lost",
        "summaries given up, for too many waited for their sink",
        s -> s.events().summariesLost());
    failures("embedder", s -> s.failures().embedder());
    failures("evaluation", s -> s.failures().evaluation());
    failures("incident", s -> s.failures().incidents());
    failures("summary", s -> s.failures().summaries());
    failures("listener", s -> s.failures().listeners());
    failures("input", s -> s.failures().input());
    failures("learning", s -> s.failures().learning());
    if (status.get().feedback().isPresent()) {
      labels();
      studies();
    }
    counter(
        "virk.series.evicted",
        "statistics that lost their gauges to others, for there are more than are allowed",
        s -> statistics.evicted());
  }

  private void labels() {
    outcome("joined", Feedback.Outcomes::joined);
    outcome("replaced", Feedback.Outcomes::replaced);
    outcome("second", Feedback.Outcomes::second);
    outcome("other_guideline", Feedback.Outcomes::otherGuideline);
    outcome("unknown", Feedback.Outcomes::unknown);
    counter(
        "virk.labels.evicted",
        "observations that were forgotten before a label came",
        s -> s.feedback().map(FeedbackStatus::evicted).orElse(0L));
    accuracy("value", rate -> rate.value());
    accuracy("low", rate -> rate.interval().low());
    accuracy("high", rate -> rate.interval().high());
    gauge(
        "virk.accuracy.estimated",
        "",
        "accuracy by calibrated confidence, without labels; NaN before that can be calibrated",
        s ->
            latest(
                s,
                part ->
                    part.estimates().isEmpty() ? Double.NaN : part.estimates().get(0).accuracy()));
    gauge(
        "virk.corrections.share",
        "",
        "share of the observations that persons corrected",
        s -> latest(s, part -> part.touches().share().value()));
  }

  private void studies() {
    gauge(
        "virk.concept.evidence",
        "",
        "evidence for a shift of the concept: 1 and more is enough; NaN before that can be known",
        s ->
            studied(
                s,
                f ->
                    f.concept()
                        .map(c -> c.whole().logEvidence() / c.whole().threshold())
                        .orElse(Double.NaN)));
    gauge(
        "virk.challenger.agreement",
        "",
        "share of the observations on which a challenger says the same; NaN without one",
        s -> studied(s, f -> f.challenger().map(c -> c.result().agreement()).orElse(Double.NaN)));
    challenger("value", Challenger.Result::difference);
    challenger("low", r -> r.interval().low());
    challenger("high", r -> r.interval().high());
    gauge(
        "virk.labels.wanted",
        "",
        "observations that should be labelled and are not yet",
        s -> studied(s, f -> f.plan().map(p -> (double) p.waiting()).orElse(Double.NaN)));
  }

  private void challenger(String bound, ToDoubleFunction<Challenger.Result> value) {
    gauge(
        "virk.challenger.difference",
        "",
        "accuracy of a challenger less that of the model that is watched; NaN before labels",
        s ->
            studied(
                s,
                f ->
                    f.challenger()
                        .map(Studied.Compared::result)
                        .filter(r -> r.labels() > 0)
                        .map(value::applyAsDouble)
                        .orElse(Double.NaN)),
        "bound",
        bound);
  }

  private static double studied(MonitorStatus status, ToDoubleFunction<Studied> value) {
    return status.feedback().map(f -> value.applyAsDouble(f.studied())).orElse(Double.NaN);
  }

  private void outcome(String outcome, ToLongFunction<Feedback.Outcomes> count) {
    counter(
        "virk.labels",
        "labels that came, by what became of them",
        s -> s.feedback().map(f -> count.applyAsLong(f.outcomes())).orElse(0L),
        "outcome",
        outcome);
  }

  private void accuracy(String bound, ToDoubleFunction<Performance.Rate> value) {
    gauge(
        "virk.accuracy",
        "",
        "share of right predictions by labels; NaN before there are any",
        s ->
            latest(
                s,
                part ->
                    part.accuracy().n() == 0 ? Double.NaN : value.applyAsDouble(part.accuracy())),
        "bound",
        bound);
  }

  /** Of all observations of the newest period that has labels. */
  private static double latest(MonitorStatus status, ToDoubleFunction<Performance.Part> value) {
    return status.performance().stream()
        .flatMap(p -> p.latest().stream())
        .limit(1)
        .mapToDouble(value)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static double ofSight(MonitorStatus status, ToDoubleFunction<Sight> value) {
    return status.sight().stream().mapToDouble(value).findFirst().orElse(Double.NaN);
  }

  private static double detectors(Sight sight, ToIntFunction<Sight.Reference> count) {
    return sight.references().stream().mapToInt(count).sum();
  }

  private static double slowest(Sight sight) {
    return sight.slowest().stream()
        .flatMap(s -> s.judgedEvery().stream())
        .mapToDouble(every -> seconds(every.toNanos()))
        .findFirst()
        .orElse(Double.NaN);
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  private void captureCost(String quantile, ToLongFunction<CaptureCost> nanos) {
    gauge(
        "virk.capture.cost",
        SECONDS,
        "time of a sampled capture on the host's thread",
        s -> seconds(nanos.applyAsLong(s.cost().capture())),
        "quantile",
        quantile);
  }

  private void counter(
      String name, String description, ToDoubleFunction<MonitorStatus> value, String... more) {
    specs.add(
        (registry, tags) ->
            FunctionCounter.builder(name, status, s -> value.applyAsDouble(s.get()))
                .description(description)
                .tags(tags.and(more))
                .register(registry));
  }

  private void eventsDropped(String kind, ToDoubleFunction<MonitorStatus> value) {
    counter(
        "virk.events.dropped",
        "events that found no room to wait for the listeners",
        value,
        "kind",
        kind);
  }

  private void failures(String part, ToDoubleFunction<MonitorStatus> value) {
    counter("virk.failures", "what failed inside VIRK, by part", value, "part", part);
  }

  private void gauge(
      String name,
      String unit,
      String description,
      ToDoubleFunction<MonitorStatus> value,
      String... more) {
    specs.add(
        (registry, tags) ->
            Gauge.builder(name, status, s -> value.applyAsDouble(s.get()))
                .description(description)
                .baseUnit(unit.isEmpty() ? null : unit)
                .tags(tags.and(more))
                .register(registry));
  }

  private void timer(
      String name,
      String description,
      ToLongFunction<MonitorStatus> count,
      ToDoubleFunction<MonitorStatus> nanos) {
    specs.add(
        (registry, tags) ->
            FunctionTimer.builder(
                    name,
                    status,
                    s -> count.applyAsLong(s.get()),
                    s -> nanos.applyAsDouble(s.get()),
                    TimeUnit.NANOSECONDS)
                .description(description)
                .tags(tags)
                .register(registry));
  }

  void register(Bound bound) {
    bound.add(
        this,
        registry -> specs.stream().map(spec -> spec.register(registry, bound.tags())).toList());
  }
}
