package asyncio;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The values of a variable: defaults, and tokens that bring back what was there before. */
@Timeout(60)
final class ContextVarTest {

  private final ContextVar<String> var = new ContextVar<>("var");

  @Test
  void withoutAValueItGivesItsDefault() {
    assertThat(new ContextVar<>("with", "default").get()).isEqualTo("default");
  }

  @Test
  void withoutAValueAndADefaultItIsAnError() {
    assertThatThrownBy(var::get)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("context variable 'var' is not set");
  }

  @Test
  void theDefaultOfTheCallComesBeforeItsOwn() {
    ContextVar<String> with = new ContextVar<>("with", "default");

    assertThat(var.get("otherwise")).isEqualTo("otherwise");
    assertThat(with.get("otherwise")).isEqualTo("otherwise");
    with.set("value");
    assertThat(with.get("otherwise")).isEqualTo("value");
  }

  @Test
  void nullIsAValueLikeAnyOther() {
    ContextVar<@Nullable String> nullable = new ContextVar<>("nullable", null);
    assertThat(nullable.get()).isNull();
    assertThat(nullable.get("otherwise")).isEqualTo("otherwise");
    nullable.set(null);
    assertThat(nullable.get("otherwise")).isNull();
    ContextVar.Token<@Nullable String> token = nullable.set("value");
    nullable.reset(token);
    assertThat(nullable.get("otherwise")).isNull();
  }

  @Test
  void aTokenBringsBackWhatWasThereBefore() {
    var.set("first");
    ContextVar.Token<String> second = var.set("second");
    ContextVar.Token<String> third = var.set("third");
    assertThat(var.get()).isEqualTo("third");
    var.reset(third);
    assertThat(var.get()).isEqualTo("second");
    var.reset(second);
    assertThat(var.get()).isEqualTo("first");
  }

  @Test
  void aTokenBringsBackThatNothingWasThere() {
    ContextVar.Token<String> token = var.set("value");
    var.reset(token);

    assertThatThrownBy(var::get).isInstanceOf(NoSuchElementException.class);
    assertThat(Context.copyContext().contains(var)).isFalse();
  }

  @Test
  void anOlderTokenSkipsWhatCameBetween() {
    ContextVar.Token<String> first = var.set("first");
    var.set("second");
    var.reset(first);

    assertThat(var.get("unset")).isEqualTo("unset");
  }

  @Test
  @SuppressWarnings("try") // the token is there to be closed
  void aTokenResetsAtTheEndOfATryBlock() {
    var.set("outside");
    try (ContextVar.Token<String> inside = var.set("inside")) {
      assertThat(var.get()).isEqualTo("inside");
    }
    assertThat(var.get()).isEqualTo("outside");
  }

  @Test
  @SuppressWarnings("try") // the token is there to be closed
  void aTryBlockMayAwait() {
    run(() -> {
      try (ContextVar.Token<String> inside = var.set("inside")) {
        await(createTask(() -> var.set("task")));
        assertThat(var.get()).isEqualTo("inside");
      }
      assertThat(var.get("unset")).isEqualTo("unset");
    });
  }

  @Test
  void aTokenCanBeUsedOnce() {
    ContextVar.Token<String> token = var.set("value");
    var.reset(token);

    assertThatThrownBy(() -> var.reset(token))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the token has been used already");
    assertThatThrownBy(token::close).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aTokenOfAnotherVariableIsAnError() {
    ContextVar.Token<String> token = new ContextVar<String>("other").set("value");

    assertThatThrownBy(() -> var.reset(token))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the token was made by another context variable");
  }

  @Test
  void aTokenOfAnotherContextIsAnErrorAndStaysGood() {
    ContextVar.Token<String> token = var.set("value");

    assertThatThrownBy(() -> new Context().run(() -> var.reset(token)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the token was made in another context");
    assertThatThrownBy(() -> run(() -> var.reset(token)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(var.get()).isEqualTo("value");
    var.reset(token);
    assertThat(var.get("unset")).isEqualTo("unset");
  }

  @Test
  void variablesAreToldApartByIdentityAndNotByName() {
    ContextVar<String> namesake = new ContextVar<>("var", "default");
    var.set("value");

    assertThat(namesake.get()).isEqualTo("default");
    assertThat(var.name()).isEqualTo(namesake.name()).isEqualTo("var");
    assertThat(var).hasToString("<ContextVar name='var'>");
  }
}
