# What compilers write rarely: a table and a global of its own, a passive reference table, retained and string segments,
# a named custom section, init functions with priorities.
	.tabletype	own_table, externref
own_table:
	.globaltype	own_global, i64
own_global:
	.globl	own_global
	.globaltype	imported_global, f32, immutable
	.functype	imported (i32, i64, f32, f64) -> (i32)
	.import_module	imported, host
	.import_name	imported, field
	.functype	first () -> ()
	.functype	second () -> ()

	.section	.text.first,"",@
	.globl	first
	.type	first,@function
first:
	.functype	first () -> ()
	.local	i32, f64, f64
	global.get	own_global
	drop
	global.get	imported_global
	drop
	i32.const	message+3
	i32.const	0
	table.get	own_table
	drop
	drop
	end_function

	.section	.text.second,"",@
	.hidden	second
	.weak	second
	.type	second,@function
second:
	.functype	second () -> ()
	i32.const	1
	i64.const	2
	f32.const	0x1.8p1
	f64.const	0x1p2
	call	imported
	drop
	end_function

	.section	.init_array.42,"",@
	.p2align	2
	.int32	first
	.section	.init_array,"",@
	.p2align	2
	.int32	second

	.section	.rodata.str,"S",@
	.type	message,@object
message:
	.asciz	"message"
	.size	message, 8
	.section	.data.kept,"R",@
	.globl	kept
	.p2align	4
	.type	kept,@object
kept:
	.int32	message+1
	.int32	-1
	.size	kept, 8
	.no_dead_strip	kept

	.section	.custom_section.notes,"",@
	.ascii	"a note"
	.section	.debug_x,"",@
	.int32	second
