// As in fannkuch.c. Checks that fail trap; no text of messages is part of the code.
pub const panic = @import("std").debug.no_panic;

fn flip(numbers: []i32) void {
    var i: usize = 0;
    var j = numbers.len - 1;
    while (i < j) {
        const number = numbers[i];
        numbers[i] = numbers[j];
        numbers[j] = number;
        i += 1;
        j -= 1;
    }
}

export fn kernel(n: i32) i32 {
    const size: usize = @intCast(n);
    var permutation: [16]i32 = undefined;
    var flipped: [16]i32 = undefined;
    var counts: [16]i32 = undefined;
    var checksum: i32 = 0;
    var most: i32 = 0;
    var index: i32 = 0;
    var r = size;
    var i: usize = 0;
    while (i < size) : (i += 1) permutation[i] = @intCast(i);
    while (true) {
        while (r != 1) : (r -= 1) counts[r - 1] = @intCast(r);
        i = 0;
        while (i < size) : (i += 1) flipped[i] = permutation[i];
        var flips: i32 = 0;
        while (flipped[0] != 0) {
            flip(flipped[0..@intCast(flipped[0] + 1)]);
            flips += 1;
        }
        if (flips > most) most = flips;
        if (index & 1 == 0) checksum += flips else checksum -= flips;
        while (true) {
            if (r == size) return checksum + most;
            const first = permutation[0];
            i = 0;
            while (i < r) : (i += 1) permutation[i] = permutation[i + 1];
            permutation[r] = first;
            counts[r] -= 1;
            if (counts[r] > 0) break;
            r += 1;
        }
        index += 1;
    }
}
