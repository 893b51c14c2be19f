// As in sort.c. Checks that fail trap; no text of messages is part of the code.
pub const panic = @import("std").debug.no_panic;

var numbers: [65536]i32 = undefined;

export fn kernel(n: i32) i32 {
    const length: usize = @intCast(n);
    var state: u32 = 1;
    var i: usize = 0;
    while (i < length) : (i += 1) {
        state = state *% 1664525 +% 1013904223;
        numbers[i] = @bitCast(state);
    }
    var gap = length >> 1;
    while (gap > 0) : (gap >>= 1) {
        i = gap;
        while (i < length) : (i += 1) {
            const number = numbers[i];
            var j = i;
            while (j >= gap and numbers[j - gap] > number) {
                numbers[j] = numbers[j - gap];
                j -= gap;
            }
            numbers[j] = number;
        }
    }
    var sum: u32 = 0;
    i = 0;
    while (i < length) : (i += 1) sum = sum *% 31 +% @as(u32, @bitCast(numbers[i]));
    return @bitCast(sum);
}
