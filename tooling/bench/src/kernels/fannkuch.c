// Flips of the permutations of n numbers, at most 16: the checksum, plus the largest number of flips.
static void flip(int *numbers, int last) {
  int i = 0;
  int j = last;
  while (i < j) {
    int number = numbers[i];
    numbers[i] = numbers[j];
    numbers[j] = number;
    i++;
    j--;
  }
}

int kernel(int n) {
  int permutation[16];
  int flipped[16];
  int counts[16];
  int checksum = 0;
  int most = 0;
  int index = 0;
  int r = n;
  for (int i = 0; i < n; i++) permutation[i] = i;
  for (;;) {
    for (; r != 1; r--) counts[r - 1] = r;
    for (int i = 0; i < n; i++) flipped[i] = permutation[i];
    int flips = 0;
    while (flipped[0] != 0) {
      flip(flipped, flipped[0]);
      flips++;
    }
    if (flips > most) most = flips;
    if ((index & 1) == 0) checksum += flips;
    else checksum -= flips;
    for (;;) {
      if (r == n) return checksum + most;
      int first = permutation[0];
      for (int i = 0; i < r; i++) permutation[i] = permutation[i + 1];
      permutation[r] = first;
      counts[r]--;
      if (counts[r] > 0) break;
      r++;
    }
    index++;
  }
}
