// As in hash.c. Checks that fail trap; no text of messages is part of the code.
pub const panic = @import("std").debug.no_panic;

export fn kernel(n: i32) i32 {
    var hash: u32 = 2166136261;
    var state: u32 = 1;
    var i: i32 = 0;
    while (i < n) : (i += 1) {
        state = state *% 1664525 +% 1013904223;
        hash = (hash ^ (state >> 24)) *% 16777619;
    }
    return @bitCast(hash);
}
