package io.virk.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 s",
    "PT5S, 5 s",
    "PT0.01S, 10 ms",
    "PT2M, 2 min",
    "PT1H30M, 1 h 30 min",
    "PT168H, 7 d",
    "P1DT0.000000001S, 1 d 1 ns",
    "PT90.0015S, 1 min 30 s 1 ms 500 us",
    "PT-1.5S, -1 s 500 ms",
    "PT-2562047788015215H-30M-8S, -106751991167300 d 15 h 30 min 7 s",
    "PT2562047788015215H30M7S, 106751991167300 d 15 h 30 min 7 s"
  })
  void whatIsSetIsSaidInFull(Duration duration, String words) {
    assertEquals(words, Durations.exact(duration));
  }

  @ParameterizedTest
  @CsvSource({
    "5 s, PT5S",
    "2 min, PT2M",
    "1 h 30 min, PT1H30M",
    "366 d, PT8784H",
    "1 d 2 h 3 min 4 s, PT26H3M4S"
  })
  void whatIsWrittenIsRead(String words, Duration duration) {
    assertEquals(Optional.of(duration), Durations.parse(words));
    assertEquals(words, Durations.exact(duration));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "5",
        "s",
        "-5 s",
        "5s",
        "1 s 1 d",
        "1 d 1 d",
        "1.5 h",
        "PT5S",
        "5 weeks",
        "1234567890 s",
        "999999999 d",
        "5 s ",
        "\u0665 s"
      })
  void whatIsNoneIsNotRead(String words) {
    assertEquals(Optional.empty(), Durations.parse(words));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ns",
    "999, 999 ns",
    "1000, 1.00 us",
    "15149, 15.1 us",
    "999400, 999 us",
    "999600, 1.00 ms",
    "9996000, 10.0 ms",
    "999600000, 1.0 s",
    "8000000000, 8.0 s",
    "119000000000, 119.0 s",
    "228000000000, 3.8 min",
    "7200000000000, 2.0 h",
    "172800000000000, 2.0 d"
  })
  void whatIsMeasuredIsRounded(long nanos, String words) {
    assertEquals(words, Durations.about(nanos));
  }

  /** What is joined to words as it is reads "PT5S". ArchUnit does not see it: it is no call. */
  @Test
  void noDurationIsJoinedToWordsAsItIs() throws IOException {
    Pattern declared = Pattern.compile("\\b(?:Duration|Optional<Duration>) (\\w+)");
    List<String> found = new ArrayList<>();
    for (Path file : sources()) {
      String source = Files.readString(file);
      Matcher names = declared.matcher(source);
      while (names.find()) {
        String value = names.group(1) + "(?:\\(\\))?(?:\\.get\\(\\))?";
        Matcher joined =
            Pattern.compile("\\+ " + value + "(?![\\w.(])|(?<![\\w.])" + value + "\\s*\\+ \"")
                .matcher(source);
        Matcher logged =
            Pattern.compile("(?:log|SafeLog)\\.\\w+\\([^;]*[(,]\\s*" + value + "\\s*[,)]")
                .matcher(source);
        if (logged.find()) {
          found.add(file.getFileName() + ": " + logged.group());
        }
        if (joined.find()) {
          found.add(file.getFileName() + ": " + joined.group());
        }
      }
    }
    assertEquals(List.of(), found);
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files.filter(f -> f.toString().endsWith(".java")).toList();
    }
  }
}
