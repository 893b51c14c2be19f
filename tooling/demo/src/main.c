#include <stdio.h>
#include <string.h>

unsigned checksum(const char *bytes, size_t length);
void greet(void);

int main(void) {
  greet();
  const char *words[] = {"", "a", "foobar"};
  for (int i = 0; i < 3; i++) printf("checksum(\"%s\") = %08x\n", words[i], checksum(words[i], strlen(words[i])));
  return 0;
}
