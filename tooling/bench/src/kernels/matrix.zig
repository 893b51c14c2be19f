// As in matrix.c. Checks that fail trap; no text of messages is part of the code.
pub const panic = @import("std").debug.no_panic;

var a: [16384]f64 = undefined;
var b: [16384]f64 = undefined;

export fn kernel(n: i32) i32 {
    const size: usize = @intCast(n);
    var at: usize = 0;
    while (at < size * size) : (at += 1) {
        a[at] = @floatFromInt(at & 7);
        b[at] = @floatFromInt(at & 5);
    }
    var total: f64 = 0;
    var i: usize = 0;
    while (i < size) : (i += 1) {
        var j: usize = 0;
        while (j < size) : (j += 1) {
            var sum: f64 = 0;
            var k: usize = 0;
            while (k < size) : (k += 1) sum += a[i * size + k] * b[k * size + j];
            total += sum;
        }
    }
    return @intFromFloat(total);
}
