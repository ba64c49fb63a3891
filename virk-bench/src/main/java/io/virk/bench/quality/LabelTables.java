package io.virk.bench.quality;

import java.nio.file.Path;

/**
 * What labels say of drift and shift, how good accuracy is estimated without them, and when a
 * challenger is taken, on CIFAR-10 as a ResNet-20 sees it. Prints tables in Markdown.
 *
 * <pre>
 * java -cp virk-bench/target/benchmarks.jar io.virk.bench.quality.LabelTables ../shared [streams]
 * </pre>
 *
 * The first run has the model look at 106,000 changed images and keeps what it makes of them in the
 * folder for temporary files. Seeds are fixed.
 */
public final class LabelTables {
  private LabelTables() {}

  /**
   * Runs everything.
   *
   * @param arguments folder of the shared data, and number of streams of a row
   */
  public static void main(String[] arguments) {
    Path data = Path.of(arguments.length > 0 ? arguments[0] : "../shared").resolve("data");
    int streams = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
    LabelSet set = new LabelSet(data);
    new FindingTable(set, streams).print();
    new AccuracyTable(set).print();
    new ChallengerTable(streams).print();
  }
}
