// Inserts n generated keys, at most 65536, into a binary search tree, and walks it: the result depends on keys and depths.
static unsigned keys[65536];
static unsigned lefts[65536];
static unsigned rights[65536];

static unsigned walk(unsigned node, unsigned depth) {
  unsigned sum = keys[node] ^ depth;
  if (lefts[node] != 0) sum += walk(lefts[node], depth + 1);
  if (rights[node] != 0) sum += walk(rights[node], depth + 1);
  return sum;
}

int kernel(int n) {
  unsigned state = 1;
  for (int i = 0; i < n; i++) {
    state = state * 1664525u + 1013904223u;
    keys[i] = state;
    lefts[i] = 0;
    rights[i] = 0;
    if (i == 0) continue;
    unsigned node = 0;
    for (;;) {
      unsigned *next = state < keys[node] ? &lefts[node] : &rights[node];
      if (*next == 0) {
        *next = (unsigned)i;
        break;
      }
      node = *next;
    }
  }
  return (int)walk(0, 1);
}
