package asyncio.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import asyncio.bench.workload.Line;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line asks for, and what is wrong with it. */
final class OptionsTest {

  private static final Suite SUITE = new Programs(Path.of(""), Map.of());

  private static Options parse(String... args) throws Misuse {
    return Options.parse(SUITE, List.of(args));
  }

  private static int n(Options options, String name) {
    Line line =
        SUITE.lines().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    return options.n(line);
  }

  @Test
  void nothingAsksForEverything() throws Misuse {
    Options options = parse();

    assertThat(options.lines()).isEqualTo(SUITE.lines());
    assertThat(options.peers()).containsExactlyElementsOf(SUITE.peers());
    assertThat(options.effort()).isEqualTo(Effort.FULL);
    assertThat(options.effort().rounds()).isEqualTo(5);
    assertThat(n(options, "spawn")).isEqualTo(300_000);
    assertThat(options.json()).isNull();
  }

  @Test
  void optionsMayStandAnywhere() throws Misuse {
    Options options =
        parse("spawn", "--json", "a.json", "deep", "--rounds", "7", "--n", "50", "spawn");

    assertThat(options.lines()).extracting(Line::name).containsExactly("spawn", "deep");
    assertThat(options.json()).isEqualTo(Path.of("a.json"));
    assertThat(options.effort().rounds()).isEqualTo(7);
    assertThat(n(options, "deep")).isEqualTo(50);
  }

  @Test
  void quickDoesLess() throws Misuse {
    Options options = parse("--quick");

    assertThat(options.effort()).isEqualTo(Effort.QUICK);
    assertThat(n(options, "spawn")).isEqualTo(30_000);
    assertThat(n(options, "startup")).isEqualTo(1);
    assertThat(parse("--quick", "--rounds", "1").effort().rounds()).isEqualTo(1);
  }

  @Test
  void aTreeHasItsSize() throws Misuse {
    assertThat(n(parse("--quick"), "tree-io-tg")).isEqualTo(46_656);
    assertThat(n(parse("--n", "50"), "tree-none")).isEqualTo(46_656);
  }

  @Test
  void aFamilyIsNamedByWhatItsNamesBeginWith() throws Misuse {
    assertThat(Options.parse(SUITE, List.of("threadsafe", "queue")).lines())
        .extracting(Line::name)
        .containsExactly("threadsafe-1", "threadsafe-4", "queue");
  }

  @Test
  void peersAreInTheTablesOrder() throws Misuse {
    assertThat(parse("--peers", "kotlin,direct").peers()).containsExactly("direct", "kotlin");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --fast              | no such option: --fast; see --help
          nothing             | no such workload: nothing; see --list
          --n                 | --n needs a value; see --help
          --quick --json      | --json needs a value; see --help
          --n 0               | --n needs a whole number above 0: 0
          --n many            | --n needs a whole number above 0: many
          --rounds 4          | --rounds: a median needs at least 5 rounds, or --quick: 4
          --rounds -1 --quick | --rounds needs a whole number above 0: -1
          --peers ruby,direct | no such peer: ruby; there are direct, portable, cpython, uvloop, kotlin, threads
          """)
  void whatIsWrongIsSaid(String args, String message) {
    assertThatThrownBy(() -> parse(args.split(" ", -1)))
        .isInstanceOf(Misuse.class)
        .hasMessage(message);
  }
}
