// Product of two n by n matrices, at most 128 by 128; the result is the sum of its elements.
static double a[16384];
static double b[16384];

int kernel(int n) {
  for (int i = 0; i < n * n; i++) {
    a[i] = (double)(i & 7);
    b[i] = (double)(i & 5);
  }
  double total = 0;
  for (int i = 0; i < n; i++) {
    for (int j = 0; j < n; j++) {
      double sum = 0;
      for (int k = 0; k < n; k++) sum += a[i * n + k] * b[k * n + j];
      total += sum;
    }
  }
  return (int)total;
}
