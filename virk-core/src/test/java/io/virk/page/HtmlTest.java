package io.virk.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class HtmlTest {
  @Test
  void textIsNeverMarkup() {
    String hostile = "</p><script>alert('1')</script>&amp;<!-- \" \u2028 \u202e \u0000 \n";
    assertEquals(
        "<p>&lt;/p&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;&lt;!-- &quot;"
            + " \ufffd \ufffd \ufffd \ufffd</p>",
        new Html().element("p", hostile).toString());
    assertEquals(
        "<p title=\"&quot; onload=&quot;x&#39;&gt;\"></p>",
        new Html().element("p", "", "title", "\" onload=\"x'>").toString());
  }

  @Test
  void whatLoadsOrRunsIsRefused() {
    for (String name :
        new String[] {"onclick", "href", "style", "srcset", "action", "a b", "a\""}) {
      Html html = new Html();
      assertThrows(IllegalArgumentException.class, () -> html.open("p", name, "x"), name);
    }
    for (String source :
        new String[] {
          "http://x", "data:image/svg+xml;base64,AA", "data:image/png;base64,A\"", ""
        }) {
      Html html = new Html();
      assertThrows(IllegalArgumentException.class, () -> html.open("img", "src", source), source);
    }
    assertEquals(
        "<img src=\"data:image/png;base64,AA==\">",
        new Html().open("img", "src", "data:image/png;base64,AA==").toString());
  }

  @Test
  void numbersHaveFourDigitsAndNoneIsNothing() {
    assertEquals("96.51", Numbers.text(96.5123));
    assertEquals("123500", Numbers.text(123_456));
    assertEquals("0.0012", Numbers.text(0.0012));
    assertEquals("1.1E-10", Numbers.text(1.1e-10));
    assertEquals("0", Numbers.text(-0.0));
    assertEquals("-3", Numbers.text(-3));
    assertEquals("", Numbers.text(Double.NaN));
    assertEquals("", Numbers.text(Double.POSITIVE_INFINITY));
    assertEquals("1E+100", Numbers.text(1e100));
    assertEquals("34 %", Numbers.percent(0.3449));
    assertEquals("0.4 %", Numbers.percent(0.004));
    assertEquals("0 %", Numbers.percent(0));
    assertEquals("", Numbers.percent(Double.NaN));
  }

  @Test
  void whatIsPutIntoALabelIsNotLookedAtAgain() {
    assertEquals("a {1} of {0} (b)", Labels.of("chart.track", "{0}", "a {1}", "b"));
    assertThrows(IllegalArgumentException.class, () -> Labels.of("none"));
    assertFalse(Labels.of("sheet.more", 1, 2).contains("{"));
  }
}
