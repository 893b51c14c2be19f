// Shell sort of n generated numbers, at most 65536; the result depends on their order.
static int numbers[65536];

int kernel(int n) {
  unsigned state = 1;
  for (int i = 0; i < n; i++) {
    state = state * 1664525u + 1013904223u;
    numbers[i] = (int)state;
  }
  for (int gap = n >> 1; gap > 0; gap >>= 1) {
    for (int i = gap; i < n; i++) {
      int number = numbers[i];
      int j = i;
      while (j >= gap && numbers[j - gap] > number) {
        numbers[j] = numbers[j - gap];
        j -= gap;
      }
      numbers[j] = number;
    }
  }
  unsigned sum = 0;
  for (int i = 0; i < n; i++) sum = sum * 31 + (unsigned)numbers[i];
  return (int)sum;
}
