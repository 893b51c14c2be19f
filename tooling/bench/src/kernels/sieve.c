// Counts the primes below n, at most 65536.
static unsigned char flags[65536];

int kernel(int n) {
  int count = 0;
  for (int i = 2; i < n; i++) flags[i] = 1;
  for (int i = 2; i < n; i++) {
    if (flags[i] == 0) continue;
    count++;
    for (int j = i + i; j < n; j += i) flags[j] = 0;
  }
  return count;
}
