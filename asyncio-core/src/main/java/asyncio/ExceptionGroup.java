package asyncio;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Several exceptions that happened side by side; mirrors Python's {@code ExceptionGroup}. A {@link
 * TaskGroup} throws one for what its tasks failed with. Groups may nest.
 *
 * <p>The members are suppressed exceptions of the group as well, so that its stack trace, wherever
 * it is printed or logged, shows each of them with its own.
 */
public class ExceptionGroup extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The message without the number of members. */
  private final String text;

  /** The members. */
  @SuppressWarnings("serial") // List.copyOf makes one that can be written
  private final List<Throwable> exceptions;

  /**
   * A group.
   *
   * @param message what went wrong as a whole
   * @param exceptions the members
   * @throws IllegalArgumentException if there are none, or a {@link CancelledError} or a {@link
   *     KeyboardInterrupt} is among them: neither may be caught by accident
   */
  @SuppressWarnings("this-escape") // addSuppressed is final
  public ExceptionGroup(String message, Collection<? extends Throwable> exceptions) {
    super(message + " (" + counted(exceptions.size()) + ")");
    if (exceptions.isEmpty()) {
      throw new IllegalArgumentException("an exception group needs at least one exception");
    }
    this.text = message;
    this.exceptions = List.copyOf(exceptions);
    for (Throwable member : this.exceptions) {
      if (member instanceof CancelledError || member instanceof KeyboardInterrupt) {
        throw new IllegalArgumentException("an exception group cannot hold " + member);
      }
      addSuppressed(member);
    }
  }

  private static String counted(int members) {
    return members == 1 ? "1 sub-exception" : members + " sub-exceptions";
  }

  /**
   * The message without the number of members; mirrors {@code ExceptionGroup.message}.
   *
   * @return as given to the constructor
   */
  public final String text() {
    return text;
  }

  /**
   * The members.
   *
   * @return at least one, in the order in which they were given
   */
  public final List<Throwable> exceptions() {
    return exceptions;
  }

  /**
   * The group that has only those members, of this group and of the groups in it, that match. The
   * nesting stays.
   *
   * @param condition asked for this group first, then for its members, groups before their own
   * @return this if it matches itself, null if nothing does
   */
  @SuppressWarnings("ReferenceEquality") // a part that is whole is that very object
  public final @Nullable ExceptionGroup subgroup(Predicate<? super Throwable> condition) {
    if (condition.test(this)) {
      return this;
    }
    List<Throwable> kept = new ArrayList<>();
    boolean all = true;
    for (Throwable member : exceptions) {
      Throwable part =
          member instanceof ExceptionGroup group
              ? group.subgroup(condition)
              : condition.test(member) ? member : null;
      all &= part == member;
      if (part != null) {
        kept.add(part);
      }
    }
    return all ? this : kept.isEmpty() ? null : derived(kept);
  }

  /**
   * As {@link #subgroup(Predicate)}, with the members of a type.
   *
   * @param type the type, or a supertype
   * @return null if there are none
   */
  public final @Nullable ExceptionGroup subgroup(Class<? extends Throwable> type) {
    return subgroup(type::isInstance);
  }

  /**
   * The group divided into what matches and what does not.
   *
   * @param condition asked as {@link #subgroup(Predicate)} asks, once for each
   * @return both parts
   */
  public final Split split(Predicate<? super Throwable> condition) {
    if (condition.test(this)) {
      return new Split(this, null);
    }
    List<Throwable> matching = new ArrayList<>();
    List<Throwable> others = new ArrayList<>();
    for (Throwable member : exceptions) {
      if (member instanceof ExceptionGroup group) {
        Split parts = group.split(condition);
        addIfThere(matching, parts.matching());
        addIfThere(others, parts.rest());
      } else {
        (condition.test(member) ? matching : others).add(member);
      }
    }
    return new Split(
        matching.isEmpty() ? null : derived(matching), others.isEmpty() ? null : derived(others));
  }

  /**
   * As {@link #split(Predicate)}, by a type.
   *
   * @param type the type, or a supertype
   * @return both parts
   */
  public final Split split(Class<? extends Throwable> type) {
    return split(type::isInstance);
  }

  /**
   * Makes a group of the same kind with other members; a subclass that wants its parts to be of its
   * own class overrides this. Cause and stack trace are taken over by the caller.
   *
   * @param members the members
   * @return a new group
   */
  protected ExceptionGroup derive(List<Throwable> members) {
    return new ExceptionGroup(text, members);
  }

  private ExceptionGroup derived(List<Throwable> members) {
    ExceptionGroup part = derive(members);
    if (getCause() != null && part.getCause() == null) {
      part.initCause(getCause());
    }
    part.setStackTrace(getStackTrace());
    return part;
  }

  private static void addIfThere(List<Throwable> members, @Nullable Throwable member) {
    if (member != null) {
      members.add(member);
    }
  }

  /**
   * The two parts of a group.
   *
   * @param matching what matches, or null if nothing does
   * @param rest what does not, or null if everything does
   */
  public record Split(@Nullable ExceptionGroup matching, @Nullable ExceptionGroup rest) {}
}
