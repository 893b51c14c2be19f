// As in mandelbrot.c. Checks that fail trap; no text of messages is part of the code.
pub const panic = @import("std").debug.no_panic;

export fn kernel(n: i32) i32 {
    const size: f64 = @floatFromInt(n);
    var total: i32 = 0;
    var row: i32 = 0;
    while (row < n) : (row += 1) {
        const ci = 2.0 * @as(f64, @floatFromInt(row)) / size - 1.0;
        var column: i32 = 0;
        while (column < n) : (column += 1) {
            const cr = 3.0 * @as(f64, @floatFromInt(column)) / size - 2.0;
            var r: f64 = 0;
            var i: f64 = 0;
            var count: i32 = 0;
            while (count < 50 and r * r + i * i <= 4.0) : (count += 1) {
                const next = r * r - i * i + cr;
                i = 2.0 * r * i + ci;
                r = next;
            }
            total += count;
        }
    }
    return total;
}
