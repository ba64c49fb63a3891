package io.virk.tools;

import io.virk.signal.Observation;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the path of an image says of it. */
record Naming(String sliceKey, How slice, String contextKey, How context, Optional<How> source) {
  /** From a path, with slashes, to a value; empty if it has none. */
  interface How extends Function<String, Optional<String>> {}

  /** The first folder. */
  static final How FOLDER =
      path ->
          path.indexOf('/') > 0
              ? Optional.of(path.substring(0, path.indexOf('/')))
              : Optional.empty();

  /** The first group of what is found. */
  static How matching(Pattern pattern) {
    return path -> {
      Matcher matcher = pattern.matcher(path);
      return matcher.find() ? Optional.ofNullable(matcher.group(1)) : Optional.empty();
    };
  }

  void name(Observation.Builder observation, String path) {
    if (sliceKey != null) {
      slice.apply(path).ifPresent(value -> observation.tag(sliceKey, value));
    }
    if (contextKey != null) {
      context.apply(path).ifPresent(value -> observation.tag(contextKey, value));
    }
    source.flatMap(how -> how.apply(path)).ifPresent(observation::source);
  }

  /** The slice of a path; empty if there is none. */
  Optional<String> sliceOf(String path) {
    return sliceKey == null ? Optional.empty() : slice.apply(path);
  }
}
