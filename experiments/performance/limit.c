/* Draw every issue a decade brings, as sim/model/rules/docket.py and sim/model/draws.py do, operation by operation.
   Structs of the tables are written in front of this file by limit.py, from the simulator's record types. */
#include <math.h>
#include <stdint.h>
#include <string.h>

enum { ISSUE_ = 0, PLACE = 1, TASK = 2, WINDOW = 3, NOTICE = 4, CLEARANCE = 5 };
typedef struct { double u, v; } Pair;
typedef struct {
    const double *domain; const int32_t *domain_guide; int64_t domains;
    const double *counterpart; const int32_t *counterpart_guide; int64_t counterparts;
    const double *locality; const int32_t *locality_guide; int64_t localities;
    const double *clearance;
    const double *vitality; int64_t places;
    const double *private; int64_t privates;
} Tables;

static inline Pair draw(const Given *g, uint64_t purpose, int64_t entity, int64_t tick, int64_t k) {
    uint32_t a = (uint32_t)entity, b = (uint32_t)k, c = (uint32_t)tick, d = (uint32_t)purpose;
    uint32_t k0 = (uint32_t)g->seed, k1 = (uint32_t)g->replicate;
    for (int r = 0; r < 10; r++) {
        uint64_t p0 = (uint64_t)0xD2511F53u * a, p1 = (uint64_t)0xCD9E8D57u * c;
        a = (uint32_t)(p1 >> 32) ^ b ^ k0;
        b = (uint32_t)p1;
        c = (uint32_t)(p0 >> 32) ^ d ^ k1;
        d = (uint32_t)p0;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    Pair found = {((double)(int64_t)((((uint64_t)a << 32) | b) >> 12) + 0.5) * 2.220446049250313e-16,
                  ((double)(int64_t)((((uint64_t)c << 32) | d) >> 12) + 0.5) * 2.220446049250313e-16};
    return found;
}

/* exp and log of sim/model/elementary.py */
static const double LN2_HIGH = 6.93147180369123816490e-01, LN2_LOW = 1.90821492927058770002e-10;

static inline double from_bits(int64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static inline double ln(double x) {
    if (!(x > 0.0)) return x == 0.0 ? -INFINITY : NAN;
    if (x == INFINITY) return x;
    int64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int64_t k = (bits >> 52) - 1023;
    double m = from_bits((bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
    if (m > 1.4142135623730951) m *= 0.5, k += 1;
    double f = m - 1.0, s = f / (2.0 + f), z = s * s, z2 = z * z, z4 = z2 * z2;
    double low = (2.0 / 3.0) + z * (2.0 / 5.0) + z2 * ((2.0 / 7.0) + z * (2.0 / 9.0));
    double high = (2.0 / 11.0) + z * (2.0 / 13.0) + z2 * ((2.0 / 15.0) + z * (2.0 / 17.0));
    double rest = z * (low + z4 * (high + z4 * ((2.0 / 19.0) + z * (2.0 / 21.0))));
    double half = 0.5 * f * f, n = (double)k;
    return n * LN2_HIGH - ((half - (s * (half + rest) + n * LN2_LOW)) - f);
}

static inline double power_of_e(double x) {
    if (x > 709.782712893384) return INFINITY;
    if (x < -708.0) return 0.0;
    double k = floor(x * 1.4426950408889634 + 0.5), r = (x - k * LN2_HIGH) - k * LN2_LOW, r2 = r * r, r4 = r2 * r2;
    double low = 0.5 + r * (1.0 / 6.0) + r2 * ((1.0 / 24.0) + r * (1.0 / 120.0));
    double middle = (1.0 / 720.0) + r * (1.0 / 5040.0) + r2 * ((1.0 / 40320.0) + r * (1.0 / 362880.0));
    double high = (1.0 / 3628800.0) + r * (1.0 / 39916800.0) + r2 * ((1.0 / 479001600.0) + r * (1.0 / 6227020800.0));
    double less_1 = r + r2 * (low + r4 * (middle + r4 * high));
    if (k == 1024.0) return (1.0 + less_1) * from_bits((int64_t)2046 << 52) * 2.0;
    return (1.0 + less_1) * from_bits(((int64_t)k + 1023) << 52);
}

static inline double ratio(double r, const double *a, const double *b) {
    double top = a[7], bottom = b[6];
    for (int k = 6; k >= 0; k--) top = top * r + a[k];
    for (int k = 5; k >= 0; k--) bottom = bottom * r + b[k];
    return top / (bottom * r + 1.0);
}

static inline double normal(double u) { /* Wichura 1988, Algorithm AS 241 */
    static const double
        a[] = {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
               4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3},
        b[] = {4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3, 2.1213794301586595867e4,
               3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3},
        c[] = {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
               1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2,
               7.74545014278341407640e-4},
        d[] = {2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
               1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9},
        e[] = {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
               2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5,
               2.01033439929228813265e-7},
        f[] = {5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2, 7.86869131145613259100e-4,
               1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15};
    double q = u - 0.5;
    if (fabs(q) <= 0.425) return q * ratio(0.180625 - q * q, a, b);
    double r = sqrt(-ln(q < 0.0 ? u : 1.0 - u));
    double z = r <= 5.0 ? ratio(r - 1.6, c, d) : ratio(r - 5.0, e, f);
    return q < 0.0 ? -z : z;
}

static double gamma_of_mean_one(const Given *g, double shape, int64_t entity, double u) {
    if (shape == 1.0) return -ln(u);
    double a = shape > 1.0 ? shape : shape + 1.0, d = a - 1.0 / 3.0, c = 1.0 / sqrt(9.0 * d), v;
    for (int64_t k = 1;; k++) { /* Marsaglia and Tsang 2000 */
        Pair p = draw(g, TASK, entity, 0, k);
        double z = normal(p.u);
        v = 1.0 + c * z;
        if (v > 0.0) {
            v = v * v * v;
            if (ln(p.v) < 0.5 * z * z + d - d * v + d * ln(v)) break;
        }
    }
    double x = d * v;
    if (shape < 1.0) x *= power_of_e(ln(u) / shape);
    return x / shape;
}

static inline int look_up(const double *cumulative, const int32_t *guide, int64_t n, double u) {
    int i = guide[(int64_t)(u * (double)n)];
    while (cumulative[i] <= u) i++;
    return i;
}

static inline int pick(const double *cumulative, int64_t n, double u) {
    int64_t low = 0;
    while (n > 1) {
        int64_t half = n / 2;
        low += cumulative[low + half - 1] <= u ? half : 0;
        n -= half;
    }
    return (int)low;
}

static inline double draw_place(const Given *g, const Tables *t, int64_t uid, int *d, int *q, int *j) {
    Pair one = draw(g, ISSUE_, uid, 0, 0), two = draw(g, PLACE, uid, 0, 0);
    *d = look_up(t->domain, t->domain_guide, t->domains, one.v);
    *q = look_up(t->counterpart, t->counterpart_guide, t->counterparts, two.u);
    *j = look_up(t->locality, t->locality_guide, t->localities, two.v);
    return one.u;
}

static inline int act_class(double u, int crisis, const Domain *domain) {
    if (crisis > 0) return MEMORANDUM;
    return u < domain->treaty ? TREATY : u < domain->treaty + domain->compact ? COMPACT : MEMORANDUM;
}

static inline int crisis_kind(int64_t uid) {
    return uid >= FLARE_UPS ? FLARE_UP : GRAVES <= uid && uid < SURGES ? GRAVE : 0;
}

static inline void draw_issue(const Given *g, Issue *i, int64_t uid, int crisis, double opened, int d, int q, int j,
                              const Department *departments, int64_t n, const Domain *domains, const Tables *t) {
    i->uid = uid, i->opened = opened, i->crisis = (int8_t)crisis, i->stage = DUE;
    Pair nature = draw(g, NATURE, uid, 0, 0);
    i->opportunity = OPPORTUNITIES <= uid && uid < GRAVES, i->act_class = (int8_t)act_class(nature.u, crisis, domains + d);
    i->twin = nature.v < g->twin_share && crisis == 0 && domains[d].subnational > 0;
    i->domain = (int16_t)d, i->counterpart = (int16_t)q, i->locality = j;
    Pair task = draw(g, TASK, uid, 0, 0), window_and_shock = draw(g, WINDOW, uid, 0, 0), notice = draw(g, NOTICE, uid, 0, 0);
    double mean = g->mean_work * (crisis == GRAVE ? g->grave_work : crisis > 0 ? 1.0 : domains[d].size);
    double window = domains[d].window * g->window;
    if (crisis > 0) {
        i->rank = 1.0, i->vitality = 0.8 + 0.2 * task.u, i->priority = 0;
        mean *= crisis == GRAVE ? 1.0 : g->crisis_work;
        window = g->window > 0.0 ? (crisis == GRAVE ? g->grave_window : g->crisis_window) : 0.0;
    } else {
        double place = task.u * (double)(t->places - 1);
        int64_t k = (int64_t)place;
        const double *curve = t->vitality + d * t->places;
        i->rank = task.u, i->vitality = curve[k] + (place - (double)k) * (curve[k + 1] - curve[k]);
        i->priority = i->vitality >= g->vital_threshold ? 1 : 2;
    }
    if (g->priorities <= 0.0) i->priority = 2;
    i->work = mean * gamma_of_mean_one(g, g->work_shape, uid, task.v);
    i->deadline = window > 0.0 ? opened + window * -ln(window_and_shock.u) : INFINITY;
    i->omega = domains[d].local_sd * normal(window_and_shock.v);
    i->restraint = -ln(notice.u);
    i->private = -1;
    const double *who = t->private + d * t->privates;
    if (notice.v < g->reach && who[t->privates - 1] > 0.0) i->private = (int16_t)pick(who, t->privates, notice.v / g->reach);
    i->clearances = 0;
    for (int64_t e = 0; e < n; e++) {
        double chance = t->clearance[d * n + e] * g->clearance;
        if (chance > 0.0) i->clearances |= (int64_t)(draw(g, CLEARANCE, uid, 0, departments[e].uid).u < chance) << e;
    }
    i->parent = -1;
}

static inline double arrival_time(const Given *g, double total) {
    double r = g->log_growth, steady = total / g->arrival_rate;
    return fabs(r) < 1e-9 ? steady - 0.5 * r * steady * steady : ln(1.0 + total * r / g->arrival_rate) / r;
}

int64_t draw_docket(const Given *g, Issue *issues, int64_t room, const Department *departments, int64_t n_departments,
                    const Domain *domains, const Tables *t, const Dated *dated, const double *times, const int64_t *uids,
                    const int32_t *events, int64_t n_times) {
    int64_t n = 0, c = 0, k = 0;
    int d, q, j, bd, bq, bj;
    double total = -ln(draw_place(g, t, 0, &d, &q, &j)), when = arrival_time(g, total);
    for (;; n++) {
        int beside = c < n_times && times[c] < when;
        double opened = beside ? times[c] : when;
        if (opened >= g->weeks) return n;
        if (n >= room) return -1;
        if (beside) {
            draw_place(g, t, uids[c], &bd, &bq, &bj);
            if (events[c] >= 0 && dated[events[c]].where >= 0) bd = dated[events[c]].where;
            draw_issue(g, issues + n, uids[c], crisis_kind(uids[c]), opened, bd, bq, bj, departments, n_departments, domains,
                       t);
            c++;
        } else {
            draw_issue(g, issues + n, k, 0, opened, d, q, j, departments, n_departments, domains, t);
            k++;
            total += -ln(draw_place(g, t, k, &d, &q, &j));
            when = arrival_time(g, total);
        }
    }
}
