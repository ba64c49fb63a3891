package io.virk.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  private static Row mmd(double... ns) {
    return SampleRows.row(
        Group.KERNELS,
        "kernel.MmdBenchmark.fixedVector",
        Map.of("n", "1000", "d", "512"),
        "vector 512 bit",
        ns);
  }

  @Test
  void aFileIsReadAsItWasWrittenAndTellsNeitherHostNorPath(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("results.json");
    Results written = SampleRows.results(mmd(1, 2, 3));
    written.write(file);
    assertEquals(written, Results.read(file));
    Files.writeString(file, "{}");
    assertThrows(IOException.class, () -> Results.read(file));
    String here = Environment.now(RowRun.Effort.QUICK).toString();
    assertFalse(here.contains(InetAddress.getLocalHost().getHostName()), here);
    assertFalse(here.contains(System.getProperty("user.dir")), here);
  }

  @Test
  void partsOfOneRunAreMergedAndOthersAreNot() {
    Row peak =
        SampleRows.row(
            Group.CEILINGS,
            "kernel.FmaPeakBenchmark.millionStepsVector",
            Map.of(),
            "vector 512 bit",
            1.92e6);
    Results ceilings = SampleRows.results(peak);
    Results merged =
        Results.merge(
            List.of(SampleRows.results(mmd(30e6)), ceilings, SampleRows.results(mmd(20e6))));
    assertEquals(2, merged.rows().size());
    assertEquals(20e6, merged.rows().get(0).least());
    assertEquals(1999.0 * 1000 * 512 / 100 / 20e6, merged.rows().get(0).work().share(), 1e-12);
    assertEquals(180, merged.environment().seconds());
    Results elsewhere =
        new Results(
            Results.FORMAT,
            Environment.now(RowRun.Effort.QUICK),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    String said =
        assertThrows(
                IllegalArgumentException.class, () -> Results.merge(List.of(ceilings, elsewhere)))
            .getMessage();
    assertTrue(said.startsWith("results: processor a processor and "), said);
    assertTrue(said.contains("; commit abc and "), said);
    assertTrue(said.endsWith("(expected: the same in all parts of a run)"), said);
  }

  @Test
  void onlyWhatIsApartAndMoreThanEitherSpreadIsOutsideTheNoise() {
    List<Double> quiet = List.of(100.0, 101.0, 102.0, 100.5, 101.5);
    List<Double> slow = List.of(150.0, 151.0, 152.0, 150.5, 151.5);
    List<Double> wild = List.of(60.0, 150.0, 300.0, 90.0, 220.0);
    assertEquals(Comparison.Verdict.SLOWER, verdict(quiet, slow));
    assertEquals(Comparison.Verdict.FASTER, verdict(slow, quiet));
    assertEquals(Comparison.Verdict.SAME, verdict(quiet, quiet));
    assertEquals(Comparison.Verdict.SAME, verdict(quiet, wild));
    Sample twoJvms = Sample.of(List.of(100.0, 101.0, 102.0, 160.0, 161.0, 162.0), 2);
    assertEquals(60 / 131.0, twoJvms.spread(), 1e-12);
    assertEquals(Comparison.Verdict.SAME, Comparison.verdict(Sample.of(slow), twoJvms));
    assertEquals(Comparison.Verdict.UNKNOWN, verdict(quiet, List.of(500.0, 501.0)));
  }

  private static Comparison.Verdict verdict(List<Double> a, List<Double> b) {
    return Comparison.verdict(Sample.of(a), Sample.of(b));
  }

  @Test
  void aComparisonSaysWhatChangedAndWhatOneSideLacks() {
    Row other =
        SampleRows.row(Group.DETECTORS, "ChangeDetectorBenchmark.cusum", Map.of(), "scalar", 2);
    String text =
        Comparison.of(
                SampleRows.results(mmd(10e6, 10.1e6, 10.2e6, 10.1e6), other),
                SampleRows.results(mmd(20e6, 20.1e6, 20.2e6, 20.1e6)))
            .text();
    assertTrue(text.startsWith("* kernel.MmdBenchmark.fixedVector"), text);
    assertTrue(text.contains("10.1 ms ->   20.1 ms  1.990 slower"), text);
    assertTrue(text.contains("only before: ChangeDetectorBenchmark.cusum (avgt)"), text);
    assertTrue(text.endsWith("1 of 1 rows are outside the noise\n"), text);
  }

  @Test
  void aShareIsOfTheMultiplyAddsThatThePeakWouldTake() {
    Row peak =
        SampleRows.row(
            Group.CEILINGS,
            "kernel.FmaPeakBenchmark.millionStepsVector",
            Map.of(),
            "vector 512 bit",
            1.92e6); // 192 multiply-adds a step: 100 a nanosecond
    List<Row> rows = Ceilings.beside(List.of(peak, mmd(20e6)));
    assertNull(rows.get(0).work());
    Row.Share share = rows.get(1).work();
    assertEquals(1999.0 * 1000 * 512 / 100, share.nanos(), 1e-6);
    assertEquals(share.nanos() / 20e6, share.share(), 1e-12);
  }

  @Test
  void peersAreSetBesideOursOfTheSameTask() {
    List<Row> rows = new ArrayList<>();
    for (String method : List.of("oursKs", "oursMoments", "commonsMathKs")) {
      rows.add(
          SampleRows.row(
              Group.PEERS,
              "peer.SamplePeers." + method,
              Map.of(),
              "scalar",
              method.startsWith("ours") ? 10 : 25));
    }
    List<PeerRatio> ratios = PeerRatio.of(SampleRows.results(rows.toArray(Row[]::new)));
    assertEquals(List.of(new PeerRatio("SamplePeers", "commonsMathKs", "oursKs", 25, 10)), ratios);
    assertEquals(2.5, ratios.get(0).ratio());
  }

  @Test
  void thePageHasCurvesAndLoadsNothing() {
    List<Row> rows = new ArrayList<>();
    for (int n : new int[] {32, 100, 1000}) {
      rows.add(
          SampleRows.row(
              Group.KERNELS,
              "kernel.MmdBenchmark.fixedScalar",
              Map.of("n", "" + n),
              "scalar",
              1e3 * n));
    }
    String html = ResultsPage.of(SampleRows.results(rows.toArray(Row[]::new)));
    assertTrue(html.contains("kernel.MmdBenchmark.fixedScalar by n"));
    assertTrue(html.contains("&quot;axes&quot;:&quot;LOGS&quot;"));
    assertFalse(html.contains("Roofline"));
    assertTrue(html.contains("a processor, 2 cores"));
    assertFalse(html.contains("busy machine"));
    assertFalse(html.matches("(?s).*(src|href)=\"http.*"));
  }

  @Test
  void rowsThatMultiplyStandBelowTheRoof() {
    List<Row> rows = new ArrayList<>(List.of(mmd(30e6)));
    rows.add(
        SampleRows.row(
            Group.CEILINGS,
            "kernel.FmaPeakBenchmark.millionStepsVector",
            Map.of(),
            "vector 512 bit",
            1.92e6));
    for (int bytes : new int[] {1 << 19, 1 << 27}) {
      rows.add(
          SampleRows.row(
              Group.CEILINGS,
              "ceiling.BandwidthBenchmark.readVector",
              Map.of("bytes", "" + bytes),
              "vector 512 bit",
              bytes / 20.0));
    }
    List<Row> with = Ceilings.beside(rows);
    // 2 samples of 1,000 rows of 512 floats are read
    assertEquals(1999.0 * 1000 * 512 / (8 * 1000 * 512), intensity(with.get(0)), 1e-9);
    String html = ResultsPage.of(SampleRows.results(with.toArray(Row[]::new)));
    assertTrue(html.contains("Roofline"));
    assertTrue(html.contains("roof, from memory"));
  }

  private static double intensity(Row row) {
    return row.work().products() / row.work().bytes();
  }

  @Test
  void sizesOfPicturesAreTheirPixels() {
    assertEquals(76_800, CostCurves.size("320x240").orElseThrow());
    assertEquals(32, CostCurves.size("32").orElseThrow());
    assertTrue(CostCurves.size("crop").isEmpty());
    assertEquals(new Times.Unit("us", 1000), Times.unit(List.of(900.0, 5e3, 40e3)));
    assertEquals(new Times.Unit("ns", 1), Times.unit(List.of(Double.NaN, 3.0)));
  }

  @Test
  void timesAreShort() {
    assertEquals("1.50 ns", Times.text(1.5));
    assertEquals("12.3 us", Times.text(12_345));
    assertEquals("1.00 ms", Times.text(999_900));
    assertEquals("123 s", Times.text(123e9));
    assertEquals("-", Times.text(Double.NaN));
  }
}
