// The shortest program that suspends, in source: bench/compare measures `./asyncio run` of it.

import static asyncio.Asyncio.*;

void main() {
  run(sleep(0));
}
