package io.virk.stats.internal;

import java.lang.reflect.Method;

/** What this JVM says about itself. Needs neither java.management nor HotSpot to be there. */
final class VirtualMachine {
  /** Whether {@link Math#fma(float, float, float)} is one instruction here. */
  static final boolean HAS_FMA = "true".equals(option("UseFMA"));

  private VirtualMachine() {}

  /** Value of a HotSpot option, or the empty string where there is none or none can be read. */
  static String option(String name) {
    try {
      Class<?> beanType = Class.forName("com.sun.management.HotSpotDiagnosticMXBean");
      Class<?> factory = Class.forName("java.lang.management.ManagementFactory");
      Method getBean = factory.getMethod("getPlatformMXBean", Class.class);
      Object bean = getBean.invoke(null, beanType);
      Object option = beanType.getMethod("getVMOption", String.class).invoke(bean, name);
      return (String) option.getClass().getMethod("getValue").invoke(option);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return "";
    }
  }

  /** Why code that needs the C2 compiler would crawl here, or the empty string. */
  static String whyWithoutC2() {
    String info = System.getProperty("java.vm.info", "");
    if (info.contains("interpreted mode") || info.contains("emulated-client")) {
      return "the JVM runs without its C2 compiler (" + info + ")";
    }
    if (!System.getProperty("java.vm.name", "").contains("HotSpot")
        && !System.getProperty("java.vm.name", "").contains("OpenJDK")) {
      return "the JVM is not HotSpot (" + System.getProperty("java.vm.name") + ")";
    }
    if ("true".equals(option("UseJVMCICompiler"))) {
      return "the JVM compiles with JVMCI instead of C2";
    }
    if ("false".equals(option("EnableVectorSupport"))) {
      return "the JVM runs with -XX:-EnableVectorSupport";
    }
    return "";
  }
}
