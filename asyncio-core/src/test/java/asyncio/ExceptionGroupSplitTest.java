package asyncio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parts of an exception group. */
@SuppressWarnings("ReferenceEquality") // those very objects are meant
final class ExceptionGroupSplitTest {

  private final IOException io = new IOException("io");
  private final FileNotFoundException file = new FileNotFoundException("file");
  private final ArithmeticException arithmetic = new ArithmeticException("arithmetic");
  private final ExceptionGroup inner = new ExceptionGroup("inner", List.of(file, arithmetic));
  private final ExceptionGroup outer = new ExceptionGroup("outer", List.of(io, inner));

  private static void assertGroup(ExceptionGroup group, String text, Throwable... members) {
    assertThat(group.text()).isEqualTo(text);
    assertThat(group.exceptions()).containsExactly(members);
  }

  private static ExceptionGroup groupIn(ExceptionGroup group, int index) {
    return (ExceptionGroup) group.exceptions().get(index);
  }

  @Test
  void aSubgroupHasTheMembersThatMatchInTheirNesting() {
    ExceptionGroup found = outer.subgroup(IOException.class);
    assertThat(found.text()).isEqualTo("outer");
    assertThat(found.exceptions()).hasSize(2).first().isSameAs(io);
    assertGroup(groupIn(found, 1), "inner", file);
  }

  @Test
  void aNestedGroupOfWhichNothingMatchesIsLeftOut() {
    assertGroup(outer.subgroup(e -> e == io), "outer", io);
  }

  @Test
  void aNestedGroupThatMatchesIsThereAsItIs() {
    assertGroup(outer.subgroup(e -> e == inner), "outer", inner);
  }

  @Test
  void whereNothingMatchesThereIsNoSubgroup() {
    assertThat(outer.subgroup(IllegalStateException.class)).isNull();
  }

  @Test
  void whereEverythingMatchesTheSubgroupIsTheGroup() {
    assertThat(outer.subgroup(ExceptionGroup.class)).isSameAs(outer);
    assertThat(outer.subgroup(e -> !(e instanceof ExceptionGroup))).isSameAs(outer);
  }

  @Test
  void theConditionIsAskedForTheGroupsBeforeTheirMembers() {
    List<Throwable> asked = new ArrayList<>();
    assertThat(
            outer.subgroup(e -> {
              asked.add(e);
              return false;
            }))
        .isNull();
    assertThat(asked).containsExactly(outer, io, inner, file, arithmetic);
  }

  @Test
  void aSplitAsksOnceForEach() {
    List<Throwable> asked = new ArrayList<>();
    outer.split(e -> {
      asked.add(e);
      return e == file;
    });
    assertThat(asked).containsExactly(outer, io, inner, file, arithmetic);
  }

  @Test
  void aSplitGivesWhatMatchesAndTheRest() {
    ExceptionGroup.Split parts = outer.split(IOException.class);
    assertThat(parts.matching().exceptions()).hasSize(2).first().isSameAs(io);
    assertGroup(groupIn(parts.matching(), 1), "inner", file);
    assertThat(parts.rest().exceptions()).hasSize(1);
    assertGroup(groupIn(parts.rest(), 0), "inner", arithmetic);
  }

  @Test
  void aSplitByAllOrByNothingHasOnePart() {
    ExceptionGroup.Split all = outer.split(e -> true);
    assertThat(all.matching()).isSameAs(outer);
    assertThat(all.rest()).isNull();

    ExceptionGroup.Split nothing = outer.split(e -> false);
    assertThat(nothing.matching()).isNull();
    assertThat(nothing.rest().subgroup(e -> e == file).exceptions()).hasSize(1);
  }

  @Test
  void thePartsTogetherHaveEveryMember() {
    ExceptionGroup.Split parts = outer.split(ArithmeticException.class);
    List<Throwable> leaves = new ArrayList<>();
    addLeaves(parts.matching(), leaves);
    addLeaves(parts.rest(), leaves);
    assertThat(leaves).containsExactlyInAnyOrder(io, file, arithmetic);
  }

  private static void addLeaves(Throwable exception, Collection<Throwable> leaves) {
    if (exception instanceof ExceptionGroup group) {
      group.exceptions().forEach(member -> addLeaves(member, leaves));
    } else {
      leaves.add(exception);
    }
  }

  @Test
  void aPartHasTheStackTraceAndTheCauseOfItsGroup() {
    IllegalStateException cause = new IllegalStateException("cause");
    outer.initCause(cause);
    ExceptionGroup.Split parts = outer.split(ArithmeticException.class);
    for (ExceptionGroup part : List.of(parts.matching(), parts.rest())) {
      assertThat(part.getStackTrace()).isEqualTo(outer.getStackTrace());
      assertThat(part).hasCause(cause);
    }
  }

  // ----- groups of one's own

  private static class Rejected extends ExceptionGroup {
    private static final long serialVersionUID = 1L;
    final int code;

    Rejected(int code, Collection<? extends Throwable> exceptions) {
      super("rejected", exceptions);
      this.code = code;
    }

    @Override
    protected ExceptionGroup derive(List<Throwable> members) {
      return new Rejected(code, members);
    }
  }

  @Test
  void thePartsOfASubclassAreMadeByItsDerive() {
    Rejected group = new Rejected(42, List.of(io, arithmetic));
    assertThat(group.subgroup(IOException.class))
        .isInstanceOfSatisfying(Rejected.class, part -> assertThat(part.code).isEqualTo(42));
    ExceptionGroup.Split parts = group.split(IOException.class);
    assertThat(parts.matching()).isInstanceOf(Rejected.class);
    assertThat(parts.rest()).isInstanceOf(Rejected.class);
  }

  @Test
  void withoutItThePartsArePlainGroups() {
    ExceptionGroup group =
        new ExceptionGroup("plain", List.of(io, arithmetic)) {
          private static final long serialVersionUID = 1L;
        };
    assertThat(group.subgroup(IOException.class)).isExactlyInstanceOf(ExceptionGroup.class);
  }

  @Test
  void aSubclassCanBeAskedFor() {
    Rejected rejected = new Rejected(42, List.of(io));
    ExceptionGroup group = new ExceptionGroup("outer", List.of(rejected, arithmetic));
    assertGroup(group.subgroup(Rejected.class), "outer", rejected);
  }
}
