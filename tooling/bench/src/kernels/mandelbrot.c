// Iterations of the Mandelbrot set over n by n points, at most 50 for each.
int kernel(int n) {
  int total = 0;
  for (int row = 0; row < n; row++) {
    double ci = 2.0 * (double)row / (double)n - 1.0;
    for (int column = 0; column < n; column++) {
      double cr = 3.0 * (double)column / (double)n - 2.0;
      double r = 0;
      double i = 0;
      int count = 0;
      while (count < 50 && r * r + i * i <= 4.0) {
        double next = r * r - i * i + cr;
        i = 2.0 * r * i + ci;
        r = next;
        count++;
      }
      total += count;
    }
  }
  return total;
}
