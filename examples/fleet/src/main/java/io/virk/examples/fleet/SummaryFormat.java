package io.virk.examples.fleet;

import io.virk.fleet.SliceSummary;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.reader.SimpleStreamFormat;
import org.apache.flink.core.fs.FSDataInputStream;

/**
 * Reads the files of an {@link io.virk.fleet.SummaryFolder}. What is damaged is read as {@link
 * Packed#damaged} and counted where slices are judged, for the job would fail at it again and
 * again; of a file that is something else, or is cut off, the rest is one.
 */
final class SummaryFormat extends SimpleStreamFormat<Packed> {
  private static final long serialVersionUID = 1;
  private static final long MAGIC = 0x5649524b53554d53L;
  private static final short VERSION = 1;

  @Override
  public Reader<Packed> createReader(Configuration configuration, FSDataInputStream stream) {
    return new SummaryReader(new DataInputStream(stream));
  }

  @Override
  public TypeInformation<Packed> getProducedType() {
    return TypeInformation.of(Packed.class);
  }

  private static final class SummaryReader implements Reader<Packed> {
    /** Before the head of the file was read. */
    private static final int HEAD = -1;

    private static final int DONE = -2;

    private final DataInputStream in;
    private int left = HEAD;

    SummaryReader(DataInputStream in) {
      this.in = in;
    }

    @Override
    public Packed read() throws IOException {
      try {
        if (left == HEAD) {
          boolean fits = in.readLong() == MAGIC && in.readShort() == VERSION;
          left = fits ? in.readInt() : HEAD;
          if (left < 0) {
            return rest();
          }
        }
        if (left == DONE) {
          return null;
        }
        if (left == 0) { // more than it says: its number is damaged
          left = DONE;
          return in.read() >= 0 ? Packed.damaged() : null;
        }
        left--;
        int length = in.readInt();
        if (length < 0 || length > SliceSummary.MAXIMUM_BYTES) {
          return rest();
        }
        byte[] bytes = in.readNBytes(length);
        try {
          return Packed.of(SliceSummary.fromBytes(bytes));
        } catch (IllegalArgumentException e) { // the next one may be whole
          return bytes.length < length ? rest() : Packed.damaged();
        }
      } catch (EOFException e) {
        return rest();
      }
    }

    /** Nothing more of the file can be read. */
    private Packed rest() {
      left = DONE;
      return Packed.damaged();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
