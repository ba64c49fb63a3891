package io.virk.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.text.SimpleDateFormat;
import java.time.format.DateTimeFormatter;
import java.util.Formatter;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;

/** Words are the same in every locale: whatever formats them is told which. */
public final class LocaleRule {
  private static final String MADE = "<init>";

  /** What goes by the JVM's locale unless it is given one. */
  private static final Map<Class<?>, Set<String>> ASK_FOR_ONE =
      Map.of(
          String.class,
          Set.of("format", "formatted", "toLowerCase", "toUpperCase"),
          PrintStream.class,
          Set.of("format", "printf"),
          PrintWriter.class,
          Set.of("format", "printf"),
          Formatter.class,
          Set.of(MADE),
          Scanner.class,
          Set.of(MADE),
          NumberFormat.class,
          Set.of(
              "getInstance",
              "getNumberInstance",
              "getIntegerInstance",
              "getPercentInstance",
              "getCurrencyInstance",
              "getCompactNumberInstance"),
          DecimalFormat.class,
          Set.of(MADE),
          SimpleDateFormat.class,
          Set.of(MADE),
          MessageFormat.class,
          Set.of(MADE, "format"),
          DateTimeFormatter.class,
          Set.of("ofPattern", "ofLocalizedDate", "ofLocalizedTime", "ofLocalizedDateTime"));

  private LocaleRule() {}

  /** The rule. */
  public static ArchRule words() {
    return noClasses()
        .should()
        .callCodeUnitWhere(
            new DescribedPredicate<JavaCall<?>>("the JVM's locale decides") {
              @Override
              public boolean test(JavaCall<?> call) {
                return goesByTheJvm(call.getTarget());
              }
            })
        .because("in some locales the digits are not those of ASCII: give Locale.ROOT");
  }

  private static boolean goesByTheJvm(CodeUnitCallTarget target) {
    boolean given =
        target.getRawParameterTypes().stream().anyMatch(t -> t.isEquivalentTo(Locale.class));
    return !given
        && ASK_FOR_ONE.entrySet().stream()
            .anyMatch(
                e ->
                    e.getValue().contains(target.getName())
                        && isOf(target.getOwner(), e.getKey(), target.getName()));
  }

  private static boolean isOf(JavaClass owner, Class<?> type, String method) {
    return method.equals(MADE) ? owner.isEquivalentTo(type) : owner.isAssignableTo(type);
  }
}
