// Counts the places of "abab" in n generated letters a and b, at most 65536.
static unsigned char text[65536];
static const unsigned char word[4] = "abab";

int kernel(int n) {
  unsigned state = 1;
  for (int i = 0; i < n; i++) {
    state = state * 1664525u + 1013904223u;
    text[i] = (unsigned char)('a' + (state >> 31));
  }
  int count = 0;
  for (int i = 0; i + 4 <= n; i++) {
    int j = 0;
    while (j < 4 && text[i + j] == word[j]) j++;
    if (j == 4) count++;
  }
  return count;
}
