package io.virk.tools;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.imageio.ImageIO;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The command line of VIRK. */
@Command(
    name = "virk",
    mixinStandardHelpOptions = true,
    versionProvider = Virk.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Baselines, offline checks, incidents and backtests of vision models.",
    subcommands = {
      BuildCommand.class,
      ShowCommand.class,
      CheckCommand.class,
      CompareCommand.class,
      BacktestCommand.class,
      IncidentCommand.class,
      ReviewCommand.class,
      LabelsCommand.class,
      DoctorCommand.class,
      CompletionCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is wrong",
      "1:a drift, a difference, a machine that is not fit",
      "2:an error, or too little to say anything"
    })
public final class Virk implements Runnable {
  /** Nothing is wrong. */
  static final int OK = 0;

  /** A drift, a difference. */
  static final int FOUND = 1;

  /** An error, or too little to say anything. */
  static final int ERROR = 2;

  /** Settings of the library, by the options that set them. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "window", "--window",
          "sliceBy", "--slice-by",
          "context", "--context",
          "pictures", "--pictures",
          "device", "--device",
          "threads", "--threads",
          "embeddingOutput", "--embedding",
          "logitsOutput", "--logits");

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Prints JSON: see docs/tools.md for its keys.")
  boolean json;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Shows the log, and where an error came from.")
  boolean verbose;

  @CommandLine.Spec CommandLine.Model.CommandSpec spec;

  final Console console;

  Virk(Console console) {
    this.console = console;
  }

  /**
   * Runs a command.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    for (String argument : arguments) {
      if (argument.equals("--verbose")) { // before anything logs
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
      }
    }
    System.setProperty("java.awt.headless", "true");
    ImageIO.setUseCache(false); // no temporary folder is needed
    System.exit(run(Console.ofProcess(), arguments));
  }

  /** Runs a command; returns its exit code. */
  static int run(Console console, String... arguments) {
    try {
      return commandLine(console).execute(arguments);
    } catch (Error e) { // no memory, a native library that is missing: that is no drift
      console.note("virk: failed, " + Console.clean(e.toString()));
      return ERROR;
    }
  }

  /** The commands. */
  static CommandLine commandLine(Console console) {
    CommandLine line =
        new CommandLine(new Virk(console))
            .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpWidth(100)
            .setUsageHelpLongOptionsMaxWidth(34)
            .setParameterExceptionHandler(Virk::misused)
            .setExecutionExceptionHandler(Virk::failed);
    line.getSubcommands().values().forEach(Virk::shown);
    return line;
  }

  private static void shown(CommandLine command) {
    command.getCommandSpec().usageMessage().sortOptions(false);
    command.getSubcommands().values().forEach(Virk::shown);
  }

  private static int misused(ParameterException e, String[] arguments) {
    CommandLine line = e.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    line.getErr().println(name + ": " + Console.clean(e.getMessage()));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, line.getErr())) {
      line.getErr().println("help: " + name + " --help");
    }
    return ERROR;
  }

  private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    Virk virk = (Virk) line.getCommandSpec().root().userObject();
    String name = line.getCommandSpec().qualifiedName();
    String message = e.getMessage() == null ? e.getClass().getName() : e.getMessage();
    if (isOfUser(e)) {
      message = byOption(message);
    }
    String what = isOfUser(e) ? "" : "failed, " + e.getClass().getSimpleName() + ": ";
    virk.console.note(
        name
            + ": "
            + what
            + Console.clean(message.replaceAll("\\R+ *", " "))
            + (isOfUser(e) || virk.verbose ? "" : " (--verbose shows where)"));
    if (virk.verbose) {
      e.printStackTrace(virk.console.err());
    }
    return ERROR;
  }

  /** What the library calls a setting is an option here. */
  private static String byOption(String message) {
    String of =
        message.replaceFirst("^(the monitor cannot start|the embedder cannot be opened): ", "");
    for (Map.Entry<String, String> option : OPTIONS.entrySet()) {
      of = of.replaceAll("(^|; )" + option.getKey() + ": ", "$1" + option.getValue() + ": ");
    }
    return of;
  }

  /** Whether its message is written for whoever gave the command. */
  private static boolean isOfUser(Exception e) {
    return e instanceof IllegalArgumentException
        || e instanceof IllegalStateException
        || e instanceof java.io.UncheckedIOException
        || e.getClass().getName().startsWith("io.virk.");
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  /** The version, as the jar has it. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Virk.class.getPackage().getImplementationVersion();
      return new String[] {"virk " + (version == null ? "development" : version)};
    }
  }
}
