// As in nbody.c. Checks that fail trap; no text of messages is part of the code.
pub const panic = @import("std").debug.no_panic;

const Body = extern struct { x: f64, y: f64, z: f64, vx: f64, vy: f64, vz: f64, mass: f64 };

var bodies: [5]Body = undefined;

const start = [35]f64{
    0, 0, 0, 0, 0, 0, 39.47841760435743,
    4.841431442464721, -1.1603200440274284, -0.10362204447112311, 0.606326392995832, 2.81198684491626, -0.02521836165988763, 0.03769367487038949,
    8.34336671824458, 4.124798564124305, -0.4035234171143214, -1.0107743461787924, 1.8256623712304119, 0.008415761376584154, 0.011286326131968767,
    12.894369562139131, -15.111151401698631, -0.22330757889265573, 1.0827910064415354, 0.8687130181696082, -0.010832637401363636, 0.0017237240570597112,
    15.379697114850917, -25.919314609987964, 0.17925877295037118, 0.979090732243898, 0.5946989986476762, -0.034755955504078104, 0.0020336868699246304,
};

fn advance(all: []Body, dt: f64) void {
    var i: usize = 0;
    while (i < all.len) : (i += 1) {
        const a = &all[i];
        var j = i + 1;
        while (j < all.len) : (j += 1) {
            const b = &all[j];
            const dx = a.x - b.x;
            const dy = a.y - b.y;
            const dz = a.z - b.z;
            const square = dx * dx + dy * dy + dz * dz;
            const scale = dt / (square * @sqrt(square));
            a.vx -= dx * b.mass * scale;
            a.vy -= dy * b.mass * scale;
            a.vz -= dz * b.mass * scale;
            b.vx += dx * a.mass * scale;
            b.vy += dy * a.mass * scale;
            b.vz += dz * a.mass * scale;
        }
    }
    i = 0;
    while (i < all.len) : (i += 1) {
        const a = &all[i];
        a.x += dt * a.vx;
        a.y += dt * a.vy;
        a.z += dt * a.vz;
    }
}

fn energy(all: []const Body) f64 {
    var sum: f64 = 0;
    var i: usize = 0;
    while (i < all.len) : (i += 1) {
        const a = &all[i];
        sum += 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz);
        var j = i + 1;
        while (j < all.len) : (j += 1) {
            const b = &all[j];
            const dx = a.x - b.x;
            const dy = a.y - b.y;
            const dz = a.z - b.z;
            sum -= a.mass * b.mass / @sqrt(dx * dx + dy * dy + dz * dz);
        }
    }
    return sum;
}

export fn kernel(n: i32) i32 {
    const numbers: *[35]f64 = @ptrCast(&bodies);
    for (start, numbers) |number, *place| place.* = number;
    var i: i32 = 0;
    while (i < n) : (i += 1) advance(&bodies, 0.01);
    return @intFromFloat(energy(&bodies) * 1e9);
}
