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
 * Reads the files of an {@link io.virk.fleet.SummaryFolder}; a file that is cut off ends there, and
 * of one that is something else nothing is read: the job would fail at it again and again.
 */
final class SummaryFormat extends SimpleStreamFormat<Packed> {
  private static final long serialVersionUID = 1;
  private static final long MAGIC = 0x5649524b53554d53L;
  private static final short VERSION = 1;

  @Override
  public Reader<Packed> createReader(Configuration configuration, FSDataInputStream stream)
      throws IOException {
    DataInputStream in = new DataInputStream(stream);
    return new SummaryReader(in, count(in));
  }

  private static int count(DataInputStream in) throws IOException {
    try {
      return in.readLong() == MAGIC && in.readShort() == VERSION ? in.readInt() : 0;
    } catch (EOFException e) {
      return 0;
    }
  }

  @Override
  public TypeInformation<Packed> getProducedType() {
    return TypeInformation.of(Packed.class);
  }

  private static final class SummaryReader implements Reader<Packed> {
    private final DataInputStream in;
    private int left;

    SummaryReader(DataInputStream in, int count) {
      this.in = in;
      this.left = count;
    }

    @Override
    public Packed read() throws IOException {
      try {
        while (left-- > 0) {
          int length = in.readInt();
          if (length < 0 || length > SliceSummary.MAXIMUM_BYTES) {
            return null;
          }
          byte[] bytes = in.readNBytes(length);
          try {
            return Packed.of(SliceSummary.fromBytes(bytes));
          } catch (IllegalArgumentException e) { // damaged: the next one may be whole
            continue;
          }
        }
        return null;
      } catch (EOFException e) {
        return null;
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
