package io.virk.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

/** What an ONNX Runtime that is missing, too old or without CUDA is answered with. */
class RuntimesTest {
  private static final byte[] MODEL = TinyOnnx.identity("embedding", "N", 1, 1, 2).bytes(8, 13);

  private static OnnxEmbedderBuilder builder(byte[] model) {
    return OnnxEmbedder.builder("tiny.onnx", model).transform(ImageTransform.raw());
  }

  private static String problem(OnnxEmbedderBuilder builder) {
    return assertThrows(IllegalArgumentException.class, () -> builder.build().close()).getMessage();
  }

  @Test
  void testedVersionIsThatOfTheBuild() {
    assertEquals(Runtimes.TESTED, OrtEnvironment.getEnvironment().getVersion());
    for (String good : new String[] {"1.17.0", "1.17.1", "1.29.0", "1.30.0-rc1", "2.0"}) {
      assertEquals("", Runtimes.tooOld(good), good);
    }
    for (String old : new String[] {"1.16.3", "1.9.0", "0.99.9", "", "unknown"}) {
      assertTrue(Runtimes.tooOld(old).contains("version " + old + " (expected: >= 1.17.0;"), old);
    }
  }

  /** Loads VIRK's classes anew, and none of ONNX Runtime's. */
  private static final class Without extends ClassLoader {
    Without() {
      super(RuntimesTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("ai.onnxruntime.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("io.virk.onnx.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String file = name.replace('.', '/') + ".class";
      try (InputStream in = getParent().getResourceAsStream(file)) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Is loaded by {@link Without}. */
  static final class Host implements Runnable {
    @Override
    public void run() {
      builder(MODEL).build().close();
    }
  }

  @Test
  void missingArtefactIsNamedWithBothDependencies() throws Exception {
    Class<?> host = new Without().loadClass(Host.class.getName());
    var constructor = host.getDeclaredConstructor();
    constructor.setAccessible(true);
    Runnable run = (Runnable) constructor.newInstance();
    String message = assertThrows(IllegalStateException.class, run::run).getMessage();
    assertTrue(message.startsWith("ai.onnxruntime: not on the class path (expected:"), message);
    assertTrue(message.contains("<artifactId>onnxruntime</artifactId>"), message);
    assertTrue(message.contains("<artifactId>onnxruntime_gpu</artifactId>"), message);
  }

  @Test
  void modelThatIsTooNew() {
    String opset = problem(builder(TinyOnnx.identity("embedding", "N", 1, 1, 2).bytes(8, 99)));
    assertTrue(opset.contains("the model has opset 99, and this is ONNX Runtime 1."), opset);
    String format = problem(builder(TinyOnnx.identity("embedding", "N", 1, 1, 2).bytes(99, 13)));
    assertTrue(format.contains("take a later ONNX Runtime"), format);
  }

  /** With the artefact of the CPU, and in the profile {@code cuda}, with and without a GPU. */
  @Test
  void cudaIsUsedOrItIsSaidWhyNot() {
    boolean built = OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    String device;
    try (OnnxEmbedder embedder = builder(MODEL).device(Device.auto()).build()) {
      device = embedder.device();
    }
    OnnxEmbedderBuilder cuda = builder(MODEL).device(Device.cuda(0).memoryLimit(1 << 30));
    if (device.equals("CUDA 0")) {
      assertTrue(built);
      cuda.build().close();
      return;
    }
    String why = device.substring("CPU (".length(), device.length() - 1);
    assertEquals(
        "the embedder cannot be opened: device: CUDA 0 (expected: one that can be used; "
            + why
            + ")",
        problem(cuda));
    assertTrue(
        built
            ? why.contains(" is missing: onnxruntime_gpu") || why.contains("cannot be used")
            : why.contains("has no CUDA: replace onnxruntime by <dependency>"),
        why);
    try (OnnxEmbedder embedder = builder(MODEL).build()) {
      assertEquals("CPU", embedder.device());
    }
  }

  @Test
  void missingLibraryOfCuda() {
    String said =
        "Error code - ORT_EP_FAIL - message: Failed to load library"
            + " libonnxruntime_providers_cuda.so with error: libcublasLt.so.12: cannot open shared"
            + " object file: No such file or directory";
    assertTrue(
        Runtimes.cudaFailed("1.29.0", said)
            .startsWith(
                "libcublasLt.so.12 is missing: onnxruntime_gpu 1.29.0 needs the libraries"));
    assertEquals(
        "CUDA cannot be used; ONNX Runtime says: CUDA failure 100: no CUDA-capable device",
        Runtimes.cudaFailed("1.29.0", "CUDA failure 100: no CUDA-capable device\nat x.cc:3"));
  }

  @Test
  void hostsOptionsComeLast() {
    IllegalStateException own = new IllegalStateException("of the host");
    OnnxEmbedderBuilder builder =
        builder(MODEL)
            .sessionOptions(
                options -> {
                  throw own;
                });
    assertEquals(own, assertThrows(IllegalStateException.class, builder::build));
    assertThrows(IllegalArgumentException.class, () -> Device.cpu().memoryLimit(1));
    assertThrows(IllegalArgumentException.class, () -> Device.cuda(-1));
  }
}
