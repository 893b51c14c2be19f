// A tag symbol (C++ exceptions).
extern "C" int risky(int);
extern "C" int guarded(int x) {
  try {
    if (x < 0) throw x;
    return risky(x);
  } catch (int caught) {
    return caught;
  }
}
