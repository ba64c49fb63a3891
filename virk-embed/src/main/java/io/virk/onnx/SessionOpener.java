package io.virk.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.nio.ByteBuffer;
import java.util.Collection;

/** Opens sessions of ONNX Runtime, and says in words what hinders it. */
final class SessionOpener {
  /** Where weights are that a model keeps in files beside it, if it comes as bytes. */
  private static final String WEIGHTS_FOLDER =
      "session.model_external_initializers_file_folder_path";

  private final EmbedderSettings settings;
  private final OrtEnvironment environment; // the process's: never closed here

  /**
   * A session.
   *
   * @param options must outlive the session; null if the session is the host's
   * @param device where it runs, for people
   */
  record Opened(
      OrtEnvironment environment,
      OrtSession.SessionOptions options,
      OrtSession session,
      String device)
      implements AutoCloseable {
    @Override
    public void close() throws ModelException {
      if (options == null) {
        return;
      }
      try {
        session.close();
      } catch (OrtException e) {
        throw new ModelException(e);
      } finally {
        options.close();
      }
    }
  }

  private SessionOpener(EmbedderSettings settings, OrtEnvironment environment) {
    this.settings = settings;
    this.environment = environment;
  }

  /**
   * Opens a session, or takes the host's.
   *
   * @param model the file's bytes. Not modified.
   * @param graph what they hold
   * @param added inner tensors to be outputs as well
   * @throws IllegalStateException if ONNX Runtime is too old
   */
  static Opened open(
      EmbedderSettings settings, ByteBuffer model, ModelGraph graph, Collection<String> added)
      throws ModelException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    String old = Runtimes.tooOld(environment.getVersion());
    if (!old.isEmpty()) {
      throw new IllegalStateException(old);
    }
    OrtSession own = settings.source().session();
    if (own != null) {
      return new Opened(environment, null, own, "of the host's session");
    }
    SessionOpener opener = new SessionOpener(settings, environment);
    try {
      return opener.open(model, added);
    } catch (ModelException e) {
      String more = Runtimes.tooNew(environment.getVersion(), graph, e.getMessage());
      throw more.isEmpty() ? e : new ModelException(e.getMessage() + more, e, false);
    }
  }

  private Opened open(ByteBuffer model, Collection<String> added) throws ModelException {
    Device device = settings.device();
    if (!device.isCuda()) {
      return openCpu(model, added, "CPU");
    }
    String why;
    try {
      if (OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
        return openCuda(model, added);
      }
      why = Runtimes.noCuda(environment.getVersion());
      if (!device.isOrCpu()) {
        throw new ModelException(why, null, true);
      }
    } catch (OrtException e) {
      why = Runtimes.cudaFailed(environment.getVersion(), String.valueOf(e.getMessage()));
      if (!device.isOrCpu()) {
        throw new ModelException(why, e, true);
      }
    }
    return openCpu(model, added, "CPU (" + why + ")");
  }

  private Opened openCpu(ByteBuffer model, Collection<String> added, String words)
      throws ModelException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    boolean done = false;
    try {
      Opened opened = new Opened(environment, options, create(options, model, added), words);
      done = true;
      return opened;
    } catch (OrtException e) {
      throw new ModelException(e);
    } finally {
      if (!done) {
        options.close();
      }
    }
  }

  private Opened openCuda(ByteBuffer model, Collection<String> added)
      throws OrtException, ModelException {
    Device device = settings.device();
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    boolean done = false;
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device.id())) {
      if (device.limit() > 0) {
        cuda.add("gpu_mem_limit", Long.toString(device.limit()));
        cuda.add("arena_extend_strategy", "kSameAsRequested");
      }
      options.addCUDA(cuda);
      Opened opened =
          new Opened(environment, options, create(options, model, added), "CUDA " + device.id());
      done = true;
      return opened;
    } finally {
      if (!done) {
        options.close();
      }
    }
  }

  private OrtSession create(
      OrtSession.SessionOptions options, ByteBuffer model, Collection<String> added)
      throws OrtException {
    options.setIntraOpNumThreads(Math.max(1, settings.threads()));
    options.setInterOpNumThreads(1);
    // a pool that spins while it waits would take the host's cores between two batches
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    // what ONNX Runtime would print to the host's stderr is all in the exception
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    ModelSource source = settings.source();
    if (source.file() != null && !added.isEmpty()) {
      options.addConfigEntry(WEIGHTS_FOLDER, source.file().toAbsolutePath().getParent().toString());
    }
    if (settings.options() != null) {
      settings.options().accept(options);
    }
    if (source.file() != null && added.isEmpty()) {
      return environment.createSession(source.file().toString(), options);
    }
    byte[] bytes = source.bytes();
    if (bytes == null || !added.isEmpty()) {
      bytes = ModelGraph.withOutputs(model, added);
    }
    return environment.createSession(bytes, options);
  }
}
