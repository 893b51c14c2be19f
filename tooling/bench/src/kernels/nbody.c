// Moves the sun and four planets n steps; the result is the energy afterwards, times 1e9.
struct body {
  double x, y, z, vx, vy, vz, mass;
};

static struct body bodies[5];

static const double start[35] = {
  0, 0, 0, 0, 0, 0, 39.47841760435743,
  4.841431442464721, -1.1603200440274284, -0.10362204447112311, 0.606326392995832, 2.81198684491626, -0.02521836165988763, 0.03769367487038949,
  8.34336671824458, 4.124798564124305, -0.4035234171143214, -1.0107743461787924, 1.8256623712304119, 0.008415761376584154, 0.011286326131968767,
  12.894369562139131, -15.111151401698631, -0.22330757889265573, 1.0827910064415354, 0.8687130181696082, -0.010832637401363636, 0.0017237240570597112,
  15.379697114850917, -25.919314609987964, 0.17925877295037118, 0.979090732243898, 0.5946989986476762, -0.034755955504078104, 0.0020336868699246304,
};

static void advance(struct body *all, int count, double dt) {
  for (int i = 0; i < count; i++) {
    struct body *a = &all[i];
    for (int j = i + 1; j < count; j++) {
      struct body *b = &all[j];
      double dx = a->x - b->x;
      double dy = a->y - b->y;
      double dz = a->z - b->z;
      double square = dx * dx + dy * dy + dz * dz;
      double scale = dt / (square * __builtin_elementwise_sqrt(square));
      a->vx -= dx * b->mass * scale;
      a->vy -= dy * b->mass * scale;
      a->vz -= dz * b->mass * scale;
      b->vx += dx * a->mass * scale;
      b->vy += dy * a->mass * scale;
      b->vz += dz * a->mass * scale;
    }
  }
  for (int i = 0; i < count; i++) {
    struct body *a = &all[i];
    a->x += dt * a->vx;
    a->y += dt * a->vy;
    a->z += dt * a->vz;
  }
}

static double energy(const struct body *all, int count) {
  double sum = 0;
  for (int i = 0; i < count; i++) {
    const struct body *a = &all[i];
    sum += 0.5 * a->mass * (a->vx * a->vx + a->vy * a->vy + a->vz * a->vz);
    for (int j = i + 1; j < count; j++) {
      const struct body *b = &all[j];
      double dx = a->x - b->x;
      double dy = a->y - b->y;
      double dz = a->z - b->z;
      sum -= a->mass * b->mass / __builtin_elementwise_sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return sum;
}

int kernel(int n) {
  double *numbers = &bodies[0].x;
  for (int i = 0; i < 35; i++) numbers[i] = start[i];
  for (int i = 0; i < n; i++) advance(bodies, 5, 0.01);
  return (int)(energy(bodies, 5) * 1e9);
}
