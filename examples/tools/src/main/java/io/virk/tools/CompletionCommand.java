package io.virk.tools;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

@Command(
    name = "completion",
    description = "Prints a script by which bash and zsh complete the commands.",
    footer = {"", "source <(virk completion)"})
final class CompletionCommand extends Tool {
  @Override
  public Integer call() {
    say(AutoComplete.bash(spec.root().name(), spec.root().commandLine()).stripTrailing());
    return Virk.OK;
  }
}
