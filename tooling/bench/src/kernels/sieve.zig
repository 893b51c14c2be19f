// As in sieve.c. Checks that fail trap; no text of messages is part of the code.
pub const panic = @import("std").debug.no_panic;

var flags: [65536]u8 = undefined;

export fn kernel(n: i32) i32 {
    const end: usize = @intCast(n);
    var count: i32 = 0;
    var i: usize = 2;
    while (i < end) : (i += 1) flags[i] = 1;
    i = 2;
    while (i < end) : (i += 1) {
        if (flags[i] == 0) continue;
        count += 1;
        var j = i + i;
        while (j < end) : (j += i) flags[j] = 0;
    }
    return count;
}
