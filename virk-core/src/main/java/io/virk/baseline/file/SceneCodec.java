package io.virk.baseline.file;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.virk.image.internal.LumaGrid;
import io.virk.image.internal.Scene;
import io.virk.internal.Npy;
import java.util.Arrays;

/**
 * A scene in a baseline file: what is known of it, and where the camera stands still an array of
 * its mean image and deviations.
 */
final class SceneCodec {
  private SceneCodec() {}

  /** Its array: [2 x rows x columns], the mean, then the deviation. */
  static byte[] write(Scene scene) {
    int cells = scene.columns() * scene.rows();
    float[] both = Arrays.copyOf(scene.mean(), 2 * cells);
    System.arraycopy(scene.deviation(), 0, both, cells, cells);
    return Npy.write(both, 2, scene.rows(), scene.columns());
  }

  /** What of it stands in the manifest. */
  static JsonElement json(Scene scene) {
    if (scene == null) {
      return JsonNull.INSTANCE;
    }
    JsonObject json = new JsonObject();
    json.addProperty("columns", scene.columns());
    json.addProperty("rows", scene.rows());
    json.addProperty("images", scene.images());
    json.addProperty("likeness", scene.likeness());
    return json;
  }

  /** The scene of a reference; null if it has none. */
  static Scene read(Manifest reference, String prefix, BaselineEntries arrays) {
    if (reference.optionalObject("scene").isEmpty()) {
      return null;
    }
    Manifest json = reference.object("scene").only("columns", "rows", "images", "likeness");
    int columns = json.integer("columns", 1, LumaGrid.LONGEST);
    int rows = json.integer("rows", 1, LumaGrid.LONGEST);
    int images = json.integer("images", Scene.LEAST_IMAGES, Integer.MAX_VALUE);
    double likeness = json.real("likeness", -1);
    String name = prefix + EntryNames.SCENE;
    try {
      if (!Scene.isStatic(columns, rows, likeness)) {
        return Scene.pictureless(columns, rows, images, likeness);
      }
      float[] both = Npy.readFloats(name, arrays.read(name), 2, rows, columns);
      int cells = columns * rows;
      return new Scene(
          columns,
          rows,
          images,
          likeness,
          Arrays.copyOf(both, cells),
          Arrays.copyOfRange(both, cells, 2 * cells));
    } catch (IllegalArgumentException e) {
      throw BaselineFile.malformed(name, "is no scene: " + e.getMessage(), e);
    }
  }
}
