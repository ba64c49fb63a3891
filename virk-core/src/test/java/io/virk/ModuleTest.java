package io.virk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.virk.incident.Incident;
import io.virk.internal.LibraryVersion;
import io.virk.internal.Resources;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Opens;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What the module says is what the packages are. Whether it starts: ModulePathTest of virk-embed.
 */
class ModuleTest {
  /** Of our own jar: others have files of the same names. */
  private static InputStream open(String file) throws IOException {
    String name = "/" + Monitor.class.getName().replace('.', '/') + ".class";
    return new URL(Monitor.class.getResource(name).toString().replace(name, file)).openStream();
  }

  private static ModuleDescriptor module() throws IOException {
    try (InputStream in = open("/module-info.class")) {
      return ModuleDescriptor.read(in);
    }
  }

  @Test
  void carriesItsLicences() throws IOException {
    try (InputStream licence = open("/META-INF/LICENSE");
        InputStream notice = open("/META-INF/NOTICE")) {
      assertArrayEquals(Files.readAllBytes(Path.of("../LICENSE")), licence.readAllBytes());
      String said = new String(notice.readAllBytes(), StandardCharsets.UTF_8);
      String uplot =
          new String(
              Resources.ofAnyone("META-INF/resources/webjars/uplot/1.6.30/LICENSE").readAllBytes(),
              StandardCharsets.UTF_8);
      assertTrue(said.contains(uplot.strip()));
    }
  }

  /** It has no parent to take the version from. */
  @Test
  void theBillOfMaterialsNamesEveryModuleOfThisVersion() throws IOException {
    String bom = Files.readString(Path.of("../virk-bom/pom.xml"));
    assertTrue(bom.contains("<version>" + LibraryVersion.CURRENT + "</version>"));
    for (String module : List.of("stats", "core", "embed", "s3")) {
      assertTrue(bom.contains("<artifactId>virk-" + module + "</artifactId>"), module);
    }
  }

  @Test
  void exportsThePublicPackages() throws IOException {
    Set<String> packages = new TreeSet<>();
    try (InputStream in = ModuleTest.class.getResourceAsStream("public-types.txt")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .forEach(type -> packages.add(type.substring(0, type.lastIndexOf('.'))));
    }
    assertEquals(
        packages,
        module().exports().stream()
            .filter(e -> !e.isQualified())
            .map(Exports::source)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** Records and enums that Gson reads or writes by reflection, and all that is in them. */
  @Test
  void opensToGsonWhatItLooksInto() throws Exception {
    Set<String> packages = new TreeSet<>();
    ofJson().forEach(type -> packages.add(type.getPackageName()));
    Set<String> opened = new TreeSet<>();
    for (Opens opens : module().opens()) {
      assertEquals(Set.of("com.google.gson"), opens.targets(), opens.source());
      opened.add(opens.source());
    }
    assertEquals(packages, opened);
  }

  private static Set<Class<?>> ofJson() throws ClassNotFoundException {
    Set<Class<?>> seen = new HashSet<>();
    look(Class.forName("io.virk.engine.Snapshot$Head"), seen);
    look(Class.forName("io.virk.incident.internal.BundleManifest"), seen);
    look(Incident.Provenance.class, seen);
    return seen;
  }

  /** A native image has of these what it is told of. */
  @Test
  void theMetadataOfNativeImagesNamesTheSameAndTheResources() throws Exception {
    JsonObject metadata;
    try (InputStream in =
        open("/META-INF/native-image/io.virk/virk-core/reachability-metadata.json")) {
      metadata =
          JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
              .getAsJsonObject();
    }
    Set<String> types = new TreeSet<>();
    metadata
        .getAsJsonArray("reflection")
        .forEach(e -> types.add(e.getAsJsonObject().get("type").getAsString()));
    Set<String> expected = new TreeSet<>();
    ofJson().forEach(type -> expected.add(type.getName()));
    assertEquals(String.join("\n", expected), String.join("\n", types));
    for (JsonElement e : metadata.getAsJsonArray("resources")) {
      String glob = e.getAsJsonObject().get("glob").getAsString();
      if (!glob.contains("*")) {
        try (InputStream in = Resources.ofAnyone(glob)) {
          assertNotNull(in, glob);
        }
      }
    }
  }

  private static void look(Type type, Set<Class<?>> seen) {
    if (type instanceof ParameterizedType generic) {
      look(generic.getRawType(), seen);
      for (Type argument : generic.getActualTypeArguments()) {
        look(argument, seen);
      }
    } else if (type instanceof WildcardType wildcard) {
      for (Type bound : wildcard.getUpperBounds()) {
        look(bound, seen);
      }
    } else if (type instanceof GenericArrayType array) {
      look(array.getGenericComponentType(), seen);
    } else if (type instanceof Class<?> one) {
      if (one.isArray()) {
        look(one.getComponentType(), seen);
      } else if (one.getName().startsWith("io.virk.") && seen.add(one)) {
        if (one.isRecord()) {
          for (RecordComponent part : one.getRecordComponents()) {
            look(part.getGenericType(), seen);
          }
        }
        if (one.isSealed()) {
          for (Class<?> kind : one.getPermittedSubclasses()) {
            look(kind, seen);
          }
        }
      }
    }
  }
}
