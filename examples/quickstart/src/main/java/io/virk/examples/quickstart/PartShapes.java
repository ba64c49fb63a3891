package io.virk.examples.quickstart;

import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;

/** The shapes of the parts: of each kind two designs, as a real line runs more than one size. */
final class PartShapes {
  static final int DESIGNS = 2;

  private static final Relief[][] ALL = drawAll();

  private PartShapes() {}

  static Relief of(PartKind kind, int design) {
    return ALL[kind.ordinal()][design];
  }

  private static Relief[][] drawAll() {
    Relief[][] all = new Relief[PartKind.values().length][DESIGNS];
    for (PartKind kind : PartKind.values()) {
      for (int design = 0; design < DESIGNS; design++) {
        all[kind.ordinal()][design] = draw(kind, design == 0);
      }
    }
    return all;
  }

  private static Relief draw(PartKind kind, boolean first) {
    return switch (kind) {
      case HEX_NUT -> first ? hexNut(0.46, 0.52, 0) : hexNut(0.42, 0.44, 0.98);
      case BOLT -> first ? bolt(1.06, 0.21, 0.40) : bolt(0.80, 0.25, 0.47);
      case WASHER -> first ? washer(0.88, 0.48, 0.13) : washer(0.90, 0.40, 0.30);
      case GEAR -> first ? gear(18, 0.28) : pinion();
      case BRACKET -> first ? angleBracket() : cornerPlate();
      case BEARING -> first ? openBearing() : sealedBearing();
    };
  }

  private static Relief hexNut(double bore, double thickness, double flange) {
    double across = flange > 0 ? 0.70 : 0.92;
    ReliefBuilder nut = new ReliefBuilder();
    if (flange > 0) {
      nut.solid(disk(flange), (x, y) -> 0.13 + 0.10 * (flange - Math.hypot(x, y)));
    }
    double flat = across * Math.cos(Math.PI / 6);
    nut.solid(
        polygon(6, across),
        (x, y) -> thickness - 0.6 * Math.max(0, Math.hypot(x, y) - flat * 0.97));
    double hole = bore * across / 0.92;
    nut.cut(disk(hole + 0.05), (x, y) -> thickness - 1.2 * (hole + 0.05 - Math.hypot(x, y)));
    nut.cut(disk(hole), (x, y) -> 0.10 * Math.hypot(x, y) / hole);
    nut.cut(disk(hole * 0.88), 0);
    return nut.turned(0.004, 11).build(12);
  }

  private static Relief bolt(double length, double shank, double head) {
    double axis = head * Math.cos(Math.PI / 6);
    double start = -length + 0.30;
    ReliefBuilder bolt = new ReliefBuilder();
    bolt.solid(
        new Rectangle2D.Double(start, -shank, length * 2 - 0.32, shank * 2),
        (x, y) -> {
          boolean thread = x > start + 0.42;
          double phase = (x + y * 0.12) / 0.115;
          double cut = thread ? 0.05 * Math.abs(2 * (phase - Math.floor(phase)) - 1) : 0;
          double inside = Math.max(0, (shank - cut) * (shank - cut) - y * y);
          double point = Math.max(0, x - (length - 0.12)) * 0.5;
          return Math.max(0, axis + Math.sqrt(inside) - point);
        });
    bolt.solid(
        new Rectangle2D.Double(-length, -head, 0.31, head * 2),
        (x, y) -> {
          double facet = Math.abs(y) < head / 2 ? 0 : (Math.abs(y) - head / 2) * Math.sqrt(3);
          return 2 * axis - Math.min(facet, axis * 1.4);
        });
    bolt.solid(
        new Rectangle2D.Double(start - 0.01, -head * 0.85, 0.06, head * 1.7),
        (x, y) -> axis + Math.sqrt(Math.max(0, head * head * 0.72 - y * y)));
    return bolt.build(22);
  }

  private static Relief washer(double outer, double bore, double thickness) {
    return new ReliefBuilder()
        .solid(
            disk(outer), (x, y) -> thickness - 0.5 * Math.max(0, Math.hypot(x, y) - (outer - 0.05)))
        .cut(disk(bore), 0)
        .turned(0.004, 31)
        .build(32);
  }

  private static Relief gear(int teeth, double thickness) {
    double root = 1.0 - 2.5 / teeth;
    Area bore = new Area(disk(0.17));
    bore.add(new Area(new Rectangle2D.Double(-0.06, 0, 0.12, 0.25)));
    return new ReliefBuilder()
        .solid(teeth(teeth, root), thickness)
        .cut(ring(root - 0.13, 0.40), thickness * 0.55)
        .solid(disk(0.36), thickness * 1.25)
        .cut(bore, 0)
        .turned(0.004, 41)
        .build(42);
  }

  /** A fine-toothed gear without a hub. */
  private static Relief pinion() {
    Area bore = new Area(disk(0.38));
    bore.add(new Area(new Rectangle2D.Double(-0.08, 0, 0.16, 0.48)));
    return new ReliefBuilder()
        .solid(teeth(30, 0.90), 0.30)
        .cut(bore, 0)
        .turned(0.004, 45)
        .build(46);
  }

  private static Relief angleBracket() {
    Area base = new Area(new RoundRectangle2D.Double(-0.92, -0.55, 1.84, 1.0, 0.16, 0.16));
    return new ReliefBuilder()
        .solid(base, 0.09)
        .solid(new Rectangle2D.Double(-0.92, 0.40, 1.84, 0.13), 0.50)
        .solid(new Rectangle2D.Double(-0.05, -0.2, 0.10, 0.65), (x, y) -> 0.09 + 0.6 * (y + 0.2))
        .cut(slot(-0.50, -0.12, 0.34), 0)
        .cut(slot(0.50, -0.12, 0.34), 0)
        .ground(0.003, 51)
        .build(52);
  }

  private static Relief cornerPlate() {
    Area plate = new Area(new RoundRectangle2D.Double(-0.82, -0.82, 0.60, 1.62, 0.2, 0.2));
    plate.add(new Area(new RoundRectangle2D.Double(-0.82, -0.82, 1.62, 0.60, 0.2, 0.2)));
    return new ReliefBuilder()
        .solid(plate, 0.12)
        .cut(disk(-0.52, -0.52, 0.13), 0)
        .cut(disk(-0.52, 0.48, 0.13), 0)
        .cut(disk(0.48, -0.52, 0.13), 0)
        .cut(disk(-0.52, 0.02, 0.09), 0)
        .cut(disk(0.02, -0.52, 0.09), 0)
        .ground(0.003, 61)
        .build(62);
  }

  /** A bearing whose gap is closed by a shield of sheet metal. */
  private static Relief sealedBearing() {
    return new ReliefBuilder()
        .solid(disk(0.92), (x, y) -> 0.32 - 0.6 * Math.max(0, Math.hypot(x, y) - 0.88))
        .cut(ring(0.75, 0.53), 0.27)
        .cut(ring(0.58, 0.53), 0.20)
        .cut(disk(0.36), 0)
        .turned(0.003, 75)
        .build(76);
  }

  private static Relief openBearing() {
    int balls = 9;
    double bore = 0.36;
    double thickness = 0.34;
    double inner = bore + 0.16;
    double outer = 0.72;
    double middle = (inner + outer) / 2;
    double ball = (outer - inner) / 2 * 0.92;
    ReliefBuilder bearing =
        new ReliefBuilder()
            .solid(disk(0.92), (x, y) -> thickness - 0.6 * Math.max(0, Math.hypot(x, y) - 0.88))
            .cut(ring(outer, inner), 0.10);
    for (int i = 0; i < balls; i++) {
      double angle = 2 * Math.PI * i / balls;
      double cx = middle * Math.cos(angle);
      double cy = middle * Math.sin(angle);
      bearing.solid(
          disk(cx, cy, ball),
          (x, y) -> {
            double square = (x - cx) * (x - cx) + (y - cy) * (y - cy);
            return 0.17 + Math.sqrt(Math.max(0, ball * ball - square));
          });
    }
    return bearing.cut(disk(bore), 0).turned(0.003, 71).build(72);
  }

  private static Shape disk(double radius) {
    return disk(0, 0, radius);
  }

  private static Shape disk(double x, double y, double radius) {
    return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
  }

  private static Shape ring(double outer, double inner) {
    Area ring = new Area(disk(outer));
    ring.subtract(new Area(disk(inner)));
    return ring;
  }

  private static Shape slot(double x, double y, double length) {
    return new RoundRectangle2D.Double(x - length / 2, y - 0.09, length, 0.18, 0.18, 0.18);
  }

  private static Shape teeth(int teeth, double root) {
    Path2D outline = new Path2D.Double();
    double[] share = {-0.26, -0.13, 0.13, 0.26};
    double[] radius = {root, 1.04, 1.04, root};
    for (int tooth = 0; tooth < teeth; tooth++) {
      for (int corner = 0; corner < share.length; corner++) {
        double angle = 2 * Math.PI * (tooth + share[corner]) / teeth;
        double x = radius[corner] * Math.cos(angle);
        double y = radius[corner] * Math.sin(angle);
        if (tooth == 0 && corner == 0) {
          outline.moveTo(x, y);
        } else {
          outline.lineTo(x, y);
        }
      }
    }
    outline.closePath();
    return outline;
  }

  private static Shape polygon(int corners, double radius) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < corners; i++) {
      double angle = 2 * Math.PI * i / corners;
      if (i == 0) {
        path.moveTo(radius, 0);
      } else {
        path.lineTo(radius * Math.cos(angle), radius * Math.sin(angle));
      }
    }
    path.closePath();
    return path;
  }
}
