package asyncio.examples;

/** A program that runs others, and says between them which one comes: {@code === Name}. */
final class Snippets {

  private Snippets() {}

  /**
   * Runs them one after the other.
   *
   * @param names the names of their classes
   * @throws ReflectiveOperationException if one of them throws something; the others do not run
   *     then
   */
  public static void main(String[] names) throws ReflectiveOperationException {
    for (String name : names) {
      System.out.println("=== " + name);
      System.err.println("=== " + name);
      var constructor = Class.forName(name).getDeclaredConstructor();
      constructor.setAccessible(true);
      var main = constructor.getDeclaringClass().getDeclaredMethod("main");
      main.setAccessible(true);
      main.invoke(constructor.newInstance());
    }
  }
}
