/* People left to themselves as a plain C loop over flat arrays: what these rules cost, hand-written, on one core.

   The rules, numbers and luck are those of src/lwsim/mechanisms/need.py and help_seeking.py: person by person, week by week,
   all rules of a person in one go. Severity and the like are floats, arithmetic is in doubles. It keeps no list of those in
   need and looks at every well person singly; lwsim does not, and so may come out ahead.  */

#include <math.h>
#include <stdint.h>

#define WELL 0
#define NEVER 32767

typedef struct {
    double mild_edge, moderate_edge, severe_edge, onset_shape, enduring_severity;
    double remission_first, remission_second, remission_third, remission_later;
    double remission_severity, ordinary_severity, remission_enduring;
    double worsening, easing, step, held_back, relapse_early, relapse_late, relapse_social, stage_weeks, social_drift;
    double ask_mild, ask_moderate, ask_severe, trust_weight, stigma;
} Numbers;

typedef struct {
    const uint64_t *who;
    const float *vulnerability, *trust, *met;
    const int8_t *is_enduring;
    int8_t *place, *stage, *episodes;
    int16_t *stage_end, *in_need_since;
    float *severity, *social_need, *onset_at;
} People;

typedef struct {
    uint64_t remission, course, ask, next_onset, first_severity;
} Keys;

static inline uint64_t mix(uint64_t word) {
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9u;
    word = (word ^ (word >> 27)) * 0x94D049BB133111EBu;
    return word ^ (word >> 31);
}

static const uint64_t STRIDE = 0x9E3779B97F4A7C15u;

static inline double chance(uint64_t key, uint64_t who) { return (double)(mix(key + who * STRIDE) >> 11) * 0x1p-53; }

static inline uint64_t another(uint64_t key, int draw) { return mix(key ^ mix((uint64_t)(draw + 1) * STRIDE)); }

/* The summed hazard at which the next distress begins. */
static float next_onset(const People *all, long i, double summed, uint64_t key, const Numbers *p) {
    double times = all->stage[i] == 1 ? p->relapse_early : all->stage[i] == 2 ? p->relapse_late : 1.0;
    if (all->stage[i] > 0) times *= exp(p->relapse_social * (all->social_need[i] - 0.5));
    double patience = -log(1.0 - chance(another(key, all->episodes[i] * 4 + all->stage[i]), all->who[i]));
    return (float)(summed + patience / (all->vulnerability[i] * times));
}

/* Whether distress ends by itself this week: Whiteford's points, rarer in severe distress or an enduring condition. */
static inline int remits(const People *all, long i, int week, double share, const Numbers *p) {
    int weeks = week - all->in_need_since[i];
    double hazard = weeks <= 13   ? p->remission_first
                    : weeks <= 26 ? p->remission_second
                    : weeks <= 52 ? p->remission_third
                                 : p->remission_later;
    if (all->is_enduring[i]) hazard *= p->remission_enduring;
    if (share >= hazard * (1.0 + p->remission_severity)) return 0;
    return share < hazard * exp(-p->remission_severity * (all->severity[i] - p->ordinary_severity));
}

static void recover(const People *all, long i, int week, double summed, uint64_t key, const Numbers *p) {
    all->place[i] = WELL;
    all->severity[i] = 0.0f;
    if (all->episodes[i] < 100) all->episodes[i] += 1;
    all->stage[i] = 1;
    all->stage_end[i] = (int16_t)(week + (int)p->stage_weeks);
    all->onset_at[i] = next_onset(all, i, summed, key, p);
}

static inline void worsen_or_ease(const People *all, long i, double share, const Numbers *p) {
    if (share < p->worsening * (1.0 - p->held_back * all->met[i]))
        all->severity[i] = (float)fmin(1.0, all->severity[i] + p->step);
    else if (share >= 1.0 - p->easing * (1.0 + all->met[i]))
        all->severity[i] = (float)fmax(p->mild_edge, all->severity[i] - p->step);
}

static void begin(const People *all, long i, int week, uint64_t key, const Numbers *p) {
    double extra = all->is_enduring[i] ? p->enduring_severity : 0.0;
    double share = chance(another(key, all->episodes[i]), all->who[i]);
    all->severity[i] = (float)fmin(1.0, p->mild_edge + (1.0 - p->mild_edge) * pow(share, p->onset_shape) + extra);
    all->place[i] = WELL + 1;
    all->in_need_since[i] = (int16_t)week;
    all->stage[i] = 0;
    all->stage_end[i] = NEVER;
    all->onset_at[i] = INFINITY;
}

static inline int asks(const People *all, long i, double share, float voice, const Numbers *p) {
    double rate = all->severity[i] >= p->severe_edge     ? p->ask_severe
                  : all->severity[i] >= p->moderate_edge ? p->ask_moderate
                                                         : p->ask_mild;
    rate *= 1.0 - p->trust_weight + 2.0 * p->trust_weight * all->trust[i];
    rate *= 1.0 - p->stigma * (1.0 - voice);
    return share < rate;
}

/* One week of everybody. adults, deprivation, voice, summed: by community. flows: asked, onsets, relapses, recoveries. */
void week_of_all(const People *all, const Numbers *p, const Keys *keys, int week, long communities, const int32_t *adults,
                 const float *deprivation, const float *voice, const double *summed, long *in_need, double *flows) {
    double most_remit = fmax(fmax(p->remission_first, p->remission_second), fmax(p->remission_third, p->remission_later));
    double most_ask = fmax(p->ask_mild, fmax(p->ask_moderate, p->ask_severe)) * (1.0 + p->trust_weight);
    most_remit *= 1.0 + p->remission_severity;
    long i = 0;
    for (long c = 0; c < communities; c++) {
        float passed = (float)summed[c];
        in_need[c] = 0;
        for (long end = i + adults[c]; i < end; i++) {
            if (all->place[i] != WELL) {
                double share = chance(keys->remission, all->who[i]);
                if (share < most_remit && remits(all, i, week, share, p)) {
                    recover(all, i, week, summed[c], keys->next_onset, p);
                    flows[3] += 1;
                } else {
                    worsen_or_ease(all, i, chance(keys->course, all->who[i]), p);
                    all->social_need[i] += p->social_drift * (deprivation[c] - all->social_need[i]);
                }
            }
            if (passed >= all->onset_at[i]) {
                flows[1] += 1;
                flows[2] += all->stage[i] > 0;
                begin(all, i, week, keys->first_severity, p);
            } else if (week >= all->stage_end[i]) {
                all->stage[i] = all->stage[i] == 1 ? 2 : 0;
                all->stage_end[i] = (int16_t)(all->stage[i] > 0 ? week + (int)p->stage_weeks : NEVER);
                all->onset_at[i] = next_onset(all, i, passed, keys->next_onset, p);
            }
            if (all->place[i] != WELL) {
                double share = chance(keys->ask, all->who[i]);
                in_need[c] += 1;
                flows[0] += share < most_ask && asks(all, i, share, voice[c], p);
            }
        }
    }
}
