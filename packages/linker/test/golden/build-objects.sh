#!/bin/bash
# Builds the objects of the golden links with clang 19 and llvm-mc 19. They are committed; run this only to change them.
set -e
cd "$(dirname "$0")/objects"
cc() { clang-19 --target=wasm32-unknown-unknown -O1 -c -x c - -o $1 ${@:2}; }
echo 'int foo(int x){return x+1;} ' | cc foo.o
echo 'float foo(float); float callf(){return foo(1.0f);} ' | cc callf.o
echo 'int foo(int); void _start(void){foo(1);} ' | cc calli.o
echo 'float foo(float); float callf(); void _start(void){foo(1);callf();} ' | cc startf.o
echo 'double foo(double x){return x;}' | cc food.o
echo '__attribute__((weak)) int foo(int x){return x+7;}' | cc fooweak.o
echo 'extern int foo; int getfoo(){return foo;}' | cc foodata.o
echo 'int und(int); extern int undd; int getfoo(){return und(1)+undd+und(2);} int (*p)(int)=und; void _start(){getfoo();p(1);}' | cc und.o
echo 'int und(int) __attribute__((weak)); extern int wd __attribute__((weak)); void _start(){ if(und) und(1); if(&wd) wd=1;} int (*pp)(int)=und;' | cc weakund.o
echo '__attribute__((import_module("m"),import_name("n"))) void imp(void); void _start(){imp();}' | cc imp.o
echo '__attribute__((import_module("m2"),import_name("n2"))) void imp(void); void x(){imp();}' | cc imp2.o
echo '__attribute__((export_name("exp"))) int e(int x){return x;} __attribute__((used)) int u(){return 3;} __attribute__((constructor)) void c1(){} __attribute__((constructor(5))) void c0(){}' | cc exp.o
echo 'int a __attribute__((section("mysec")))=1, b __attribute__((section("mysec")))=2; extern int __start_mysec,__stop_mysec; int*_start(){return &__start_mysec+(&__stop_mysec-&__start_mysec);}' | cc sec.o
echo 'extern char __data_end,__heap_base,__heap_end,__stack_low,__stack_high,__global_base,__dso_handle,__memory_base,__table_base; char z[100000]; const char*_start(int i){char*v[]={&__data_end,&__heap_base,&__heap_end,&__stack_low,&__stack_high,&__global_base,&__dso_handle,&__memory_base,&__table_base,z};return v[i];}' | cc lay.o
echo '_Thread_local int t=5; _Thread_local int t2; int*_start(){t2++;return &t;}' | cc tls.o -matomics -mbulk-memory -pthread
echo '_Thread_local int t=5; _Thread_local int t2; int*_start(){t2++;return &t;}' | cc tlsn.o
echo 'extern _Thread_local int t; int*g(){return &t;} _Thread_local int*tp=0; int q=4; char b[1000]; int*_start(){b[0]=q;return &t;}' | cc tls2.o -matomics -mbulk-memory -pthread
echo 'void _start(){}' | cc st.o
echo 'int x=1; void _start(){} int foo(){return x;} static int un=5; int dead(){return un;} ' | cc gc.o
echo 'int foo(); int main(int c,char**v){return foo();} void _start(){main(0,0);}' | cc proto.o
echo 'int foo(int a){return a;} int bar(){return foo(3);}' | cc foo2.o
echo 'int bar(); void _start(){bar();}' | cc cbar.o
echo '__attribute__((visibility("hidden"))) int hid(){return 1;} int vis(){return hid();} int d=3; void _start(){}' | cc vis.o
echo 'int __wasm_call_dtors(){return 1;} __attribute__((constructor)) void c(){} void _start(){} int w(int a,float b){return a;}' | cc dt.o
echo 'void __wasm_call_dtors(){} __attribute__((constructor)) void c(){} void _start(){} __attribute__((export_name("ww"))) int w(int a,float b){return a;}' | cc dt2.o
echo 'int f(){return 1;} int __real_f(); int __wrap_f(){return __real_f()+1;} int _start(){return f();}' | cc wrap0.o
echo 'int f(){return 1;}' | cc wf.o; echo 'int f(); int g(){return f();} int __real_f(); int __wrap_f(){return __real_f()+1;} int _start(){return f()+g();}' | cc wg.o
echo 'const char*a="hello, world"; const char*b="world"; const char*_start(int i){return i?a:b;}' | cc str.o
echo 'long x=1; long*_start(){return &x;} int und(long) ; int q(){return und(4);} int(*fp)(long)=und;' | clang-19 --target=wasm64-unknown-unknown -O1 -c -x c - -o w64.o
echo 'int sh(void); int _start(){return sh();}' | cc pic.o -fPIC
echo 'extern int dd; int sh(void){return 4;} int*(*_p)(void); int*_start(){return &dd;} int(*fp())(void){return sh;}' | cc pic2.o -fPIC
echo 'int dd=9;' | cc dd.o -fPIC
echo 'struct S{~S();int x;}; S::~S(){} S s; int foo(int)  {return 1;} namespace a{template<class T>T id(T t){return t;}} int bar(){return a::id(3);} extern "C" void _start(){bar();}' | clang++-19 --target=wasm32-unknown-unknown -O0 -c -x c++ - -o cxx.o
echo 'int foo(int); namespace a{template<class T>T id(T t){return t;}} int baz(){return a::id(3)+foo(1);}' | clang++-19 --target=wasm32-unknown-unknown -O0 -c -x c++ - -o cxx2.o
rm -f *.a
llvm-ar-19 rcs libfoo.a foo.o; llvm-ar-19 rcs libfoo2.a foo2.o foo.o; llvm-ar-19 rcs libbar.a foo2.o; llvm-ar-19 rcs libfood.a food.o; llvm-ar-19 rcsT libthin.a foo.o
printf '#STUB\nund: foo\nother\n' > stub.so; printf '#STUB\nund: nope\n' > stub2.so
echo 'not wasm' > junk.txt; llvm-ar-19 rcs libjunk.a junk.txt foo.o; echo 'und' > allow.txt

as() { llvm-mc-19 --no-type-check -triple=${2:-wasm32-unknown-unknown} -mattr=+reference-types,+exception-handling,+mutable-globals,+atomics,+bulk-memory -filetype=obj -o $1 -; }
as g_i32.o <<'X'
.globaltype gg, i32
.globl gg
gg:
.functype _start () -> ()
.globl _start
_start:
  .functype _start () -> ()
  end_function
X
as g_use.o <<'X'
.globaltype gg, i32
.globl useg
useg:
  .functype useg () -> (i32)
  global.get gg
  end_function
X
as g_use64.o <<'X'
.globaltype gg, i64, immutable
.globl useg64
useg64:
  .functype useg64 () -> (i64)
  global.get gg
  end_function
X
as tag1.o <<'X'
.tagtype tt i32
.globl tt
tt:
.globl thr
thr:
  .functype thr () -> ()
  i32.const 1
  throw tt
  end_function
X
as tag2.o <<'X'
.tagtype tt i64
.globl thr2
thr2:
  .functype thr2 () -> ()
  i64.const 1
  throw tt
  end_function
X
as tab1.o <<'X'
.tabletype tb, funcref
.globl tb
tb:
.globl usetb
usetb:
  .functype usetb () -> (i32)
  table.size tb
  end_function
X
as tab2.o <<'X'
.tabletype tb, externref
.globl usetb2
usetb2:
  .functype usetb2 () -> (i32)
  table.size tb
  end_function
X
as tabi.o <<'X'
.tabletype __indirect_function_table, funcref
.globl __indirect_function_table
__indirect_function_table:
.globl usetb3
usetb3:
  .functype usetb3 () -> (i32)
  table.size __indirect_function_table
  end_function
X
as tabf.o <<'X'
.globl __indirect_function_table
__indirect_function_table:
  .functype __indirect_function_table () -> ()
  end_function
X
as ret.o <<'X'
.globl _start
_start:
  .functype _start () -> ()
  end_function
.section keepme,"R",@
  .int32 7
.section dropme,"",@
  .int32 8
.section strs,"S",@
.size a,4
a:
  .asciz "abc"
.size b,5
b:
  .asciz "xabc"
.section .custom_section.foo,"",@
  .ascii "hello"
.section .custom_section.debug_x,"",@
  .int32 _start
X
as multi.o <<'X'
.globl mr
mr:
  .functype mr () -> (i32, i64)
  i32.const 1
  i64.const 2
  end_function
.section .init_array.7,"",@
  .int32 mr
X
as refund.o <<'X'
.functype uu () -> ()
.globaltype ug, i32
.tagtype ut i32
.tabletype utab, externref
.globl _start
_start:
  .functype _start () -> ()
  call uu
  global.get ug
  drop
  table.size utab
  drop
  end_function
.globl thr3
thr3:
  .functype thr3 () -> ()
  i32.const 0
  throw ut
  end_function
X
as gotpic.o <<'X'
.functype ff () -> ()
.globl _start
_start:
  .functype _start () -> (i32)
  global.get ff@GOT
  global.get dd@GOT
  i32.add
  global.get wd@GOT
  i32.add
  end_function
.weak wd
.globl ff
ff:
  .functype ff () -> ()
  end_function
.section .data.dd,"",@
.globl dd
dd:
  .int32 5
  .size dd,4
X
as dis.o <<'X'
.globl _d
_d:
  .functype _d () -> ()
  end_function
.section .custom_section.target_features,"",@
.int8 1
.int8 45
.int8 10
.ascii "shared-mem"
X
as dis2.o <<'X'
.globl _d2
_d2:
  .functype _d2 () -> ()
  end_function
.section .custom_section.target_features,"",@
.int8 2
.int8 45
.int8 7
.ascii "atomics"
.int8 43
.int8 3
.ascii "aaa"
X
as req.o <<'X'
.globl _r
_r:
  .functype _r () -> ()
  end_function
.section .custom_section.target_features,"",@
.int8 1
.int8 61
.int8 3
.ascii "zap"
X

printf '#STUB\nfoo\nund: foo\nother: foo, bar\n' > stub3.so
printf '#STUB\nn: foo\n' > stub4.so
exceptions() {
  clang++-19 --target=wasm32-unknown-unknown -O1 -mexception-handling -fwasm-exceptions -fexceptions -c -x c++ - -o $1
}
exceptions eh.o <<'X'
struct X{int v;}; extern "C" int thrower(int x); int thrower(int x){ if(x>3) throw X{x}; return x;} 
inline int inl(int a){ static int c=a*2; return c; }
template<class T> struct V{ virtual T f(T x){return x;} virtual ~V(){} };
int g(){ try{ return thrower(5)+inl(3); }catch(X&e){return e.v;} catch(...){return 0;} }
V<int>* mk(){ return new V<int>(); }
extern "C" void _start(){ g(); mk(); }
X
exceptions eh2.o <<'X'
struct X{int v;}; extern "C" int thrower(int x); int thrower2(int x){ if(x>3) throw X{x}; return x;} 
inline int inl(int a){ static int c=a*2; return c; }
template<class T> struct V{ virtual T f(T x){return x;} virtual ~V(){} };
int g2(){ try{ return thrower(5)+inl(3); }catch(X&e){return e.v;} catch(...){return 0;} }
V<int>* mk2(){ return new V<int>(); }
extern "C" void other(){ g2(); mk2(); }
X
