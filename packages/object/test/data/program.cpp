// COMDAT groups, a virtual table, a static constructor, weak and hidden symbols, strings, thread-local data.
extern "C" int puts(const char *);
extern "C" int elsewhere(int) __attribute__((weak));
extern int shared_counter;
__attribute__((visibility("hidden"))) int hidden_value = 7;
__attribute__((import_module("host"), import_name("log"))) extern "C" void host_log(int);
__attribute__((export_name("run"))) extern "C" int run_it(int);

template <class T> struct Base {
  virtual ~Base() {}
  virtual T get() const { return T(42); }
};
inline int twice(int x) { return x * 2; }
static thread_local int depth = 3;
static int made = puts("constructed");
const char *const names[] = {"one", "two"};
static int (*table[])(int) = {twice, run_it};

int run_it(int x) {
  Base<int> *b = new Base<int>;
  depth += x;
  host_log(depth);
  int r = b->get() + twice(x) + hidden_value + shared_counter + table[x & 1](x);
  if (elsewhere) r += elsewhere(r);
  delete b;
  return r + names[x & 1][0];
}
