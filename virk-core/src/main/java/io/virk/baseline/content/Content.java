package io.virk.baseline.content;

import io.virk.detect.Slice;
import io.virk.signal.Signal;
import io.virk.signal.SignalSource;
import io.virk.signal.SignalSources;
import io.virk.stats.ood.Mahalanobis;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What stands behind a baseline: its parts, ready to judge windows, and the hash that tells them
 * from all others. Immutable, thread-safe.
 */
public final class Content {
  private final ContentParts parts;
  private final String hash;
  private final Set<String> notJudged;
  private final Map<Slice, Reference> references = new TreeMap<>();

  /**
   * Makes parts ready.
   *
   * @param parts what it is made of
   * @param hash SHA-256 of the manifest that describes them, lower-case hexadecimal digits
   */
  public Content(ContentParts parts, String hash) {
    this(parts, hash, Set.of());
  }

  /**
   * Makes parts ready, of which some signals are kept and not judged.
   *
   * @param parts what it is made of
   * @param hash SHA-256 of the manifest that describes them, lower-case hexadecimal digits
   * @param notJudged names of signals
   */
  public Content(ContentParts parts, String hash, Set<String> notJudged) {
    this.notJudged = Collections.unmodifiableSet(new TreeSet<>(notJudged));
    this.parts = parts;
    this.hash = hash;
    for (ReferenceParts r : parts.references()) {
      boolean byName = parts.provenance().isReadByName();
      references.put(
          r.slice(), new Reference(r, parts.directions(), hash, parts.seed(), notJudged, byName));
    }
  }

  /** The same, of which only signals are judged that VIRK's sources derive, or one of these. */
  public Content judgedBy(List<SignalSource> own) {
    Set<String> names = new TreeSet<>(SignalSources.names());
    own.forEach(source -> names.add(source.name()));
    Set<String> none = new TreeSet<>();
    for (Signal signal : parts.schema().signals()) {
      if (!names.contains(signal.source())) {
        none.add(signal.name());
      }
    }
    return none.equals(notJudged) ? this : new Content(parts, hash, none);
  }

  /** Names of signals that are kept and not judged, for nothing derives them. */
  public Set<String> notJudged() {
    return notJudged;
  }

  /** What it is made of. */
  public ContentParts parts() {
    return parts;
  }

  /** SHA-256 of its manifest. */
  public String hash() {
    return hash;
  }

  /** What it is called. */
  public String name() {
    return parts.name();
  }

  /** Observations of a window. */
  public int window() {
    return parts.window();
  }

  /** The fitted model of its embeddings. */
  public Optional<Mahalanobis> mahalanobis() {
    return Optional.ofNullable(parts.model()).map(EmbeddingModel::mahalanobis);
  }

  /** The contexts that it has seen often enough to compare with. */
  public SortedSet<String> contexts() {
    SortedSet<String> contexts = new TreeSet<>();
    references.keySet().forEach(slice -> contexts.add(slice.context()));
    contexts.remove("");
    return contexts;
  }

  /**
   * What the windows of a slice are compared with.
   *
   * @param slice any slice
   * @return the slice's own reference if there are enough of its observations, otherwise that of
   *     all of its context, and without that the one of all
   */
  public Reference reference(Slice slice) {
    Reference own = references.get(slice);
    Reference ofContext = own == null ? references.get(slice.all()) : own;
    return ofContext == null ? references.get(Slice.ALL) : ofContext;
  }

  /** Every reference, that of all observations first. */
  public List<Reference> references() {
    return List.copyOf(references.values());
  }

  /** The slices that have a reference of their own, {@link Slice#ALL} first. */
  public List<Slice> slices() {
    return List.copyOf(references.keySet());
  }

  @Override
  public String toString() {
    return "Baseline[" + name() + " " + hash.substring(0, 12) + "]";
  }
}
