package io.virk.bench.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ours beside a peer: same data, same answer, checked before it was measured.
 *
 * @param what was computed
 * @param peer its name
 * @param ours which form of ours
 * @param peerNanos least processor time of the peer
 * @param ourNanos least processor time of ours
 */
public record PeerRatio(String what, String peer, String ours, double peerNanos, double ourNanos) {

  /** How many times as fast ours is. */
  public double ratio() {
    return peerNanos / ourNanos;
  }

  /** A line. */
  String text() {
    return String.format(
        Locale.ROOT,
        "%-44s %-28s %9s, %s %9s: %.2f x as fast",
        what,
        peer,
        Times.text(peerNanos),
        ours,
        Times.text(ourNanos),
        ratio());
  }

  /** All of a run: in a class of peers, methods that begin with "ours" are ours. */
  public static List<PeerRatio> of(Results results) {
    List<PeerRatio> ratios = new ArrayList<>();
    Map<String, List<Row>> classes = new TreeMap<>();
    for (Row row : results.rows()) {
      if (row.group().equals(Group.PEERS.word())) {
        String key = row.type().replaceFirst("^peer\\.", "") + " " + row.parameters();
        classes.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
      }
    }
    classes.forEach(
        (key, rows) -> {
          for (Row peer : rows) {
            for (Row ours : rows) {
              String form = ours.method();
              boolean pair = form.startsWith("ours") && !peer.method().startsWith("ours");
              if (pair && sameTask(peer.method(), form)) {
                ratios.add(
                    new PeerRatio(
                        key.replace(" {}", ""), peer.method(), form, peer.cpu(), ours.cpu()));
              }
            }
          }
        });
    for (PythonPair pair : results.pairs()) {
      ratios.add(
          new PeerRatio(
              pair.task() + " " + pair.sizes(),
              pair.peer(),
              "ours " + pair.kernels(),
              pair.peerCpu(),
              pair.ourCpu()));
    }
    return ratios;
  }

  /** "commonsMathKs" is the peer of "oursKs", and "ejml" of "ours", "oursScalar", "oursVector". */
  private static boolean sameTask(String peer, String ours) {
    String task = ours.substring("ours".length()).replaceFirst("(Scalar|Vector)$", "");
    return peer.endsWith(task);
  }
}
