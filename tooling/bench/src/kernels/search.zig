// As in search.c. Checks that fail trap; no text of messages is part of the code.
pub const panic = @import("std").debug.no_panic;

var text: [65536]u8 = undefined;
const word: []const u8 = "abab";

export fn kernel(n: i32) i32 {
    const length: usize = @intCast(n);
    var state: u32 = 1;
    var i: usize = 0;
    while (i < length) : (i += 1) {
        state = state *% 1664525 +% 1013904223;
        text[i] = 'a' + @as(u8, @intCast(state >> 31));
    }
    var count: i32 = 0;
    i = 0;
    while (i + 4 <= length) : (i += 1) {
        var j: usize = 0;
        while (j < 4 and text[i + j] == word[j]) j += 1;
        if (j == 4) count += 1;
    }
    return count;
}
