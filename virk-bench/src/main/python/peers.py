"""NumPy (and SciPy where there is one) and VIRK in turn, on one core, on the same bytes.

    python3 peers.py quick|full JAVA ARGUMENTS ...

JAVA ARGUMENTS ... starts io.virk.bench.peer.OurSide, which reads arrays from files and computes when
it is told to. The suite runs this; it prints what it measured as JSON, on its last line. It exits
with 3 where NumPy is missing, with 1 where an answer differs.
"""

import os
import sys

# OpenBLAS reads these when it is loaded: one thread, and the kernels of this very processor
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import json
import math
import statistics
import subprocess
import tempfile
import time

try:
    import numpy as np
except ImportError:
    print("no NumPy for " + sys.executable)
    sys.exit(3)
try:
    import scipy
    import scipy.stats
except ImportError:
    scipy = None

SIGMA = 32.0
BLOCK = 256  # rows whose products stay in the second cache


def kernel_sum(a, b, buffer):
    """The sum of exp(-|x - y|^2 / 2 sigma^2), block by block and in place."""
    aa = np.einsum("ij,ij->i", a, a)
    bb = np.einsum("ij,ij->i", b, b)
    total = 0.0
    for i in range(0, len(a), BLOCK):
        k = buffer[: len(a[i : i + BLOCK]), : len(b)]
        np.dot(a[i : i + BLOCK], b.T, out=k)
        k *= -2
        k += aa[i : i + BLOCK, None]
        k += bb
        np.maximum(k, 0, out=k)
        k *= np.float32(-1 / (2 * SIGMA * SIGMA))
        np.exp(k, out=k)
        total += float(k.sum(dtype=np.float64))
    return total


class Mmd:
    """MMD^2, biased, one bandwidth."""

    tolerance = 1e-3

    def __init__(self, n, d):
        random = np.random.default_rng(1)
        self.arrays = {
            "x": random.standard_normal((n, d), dtype=np.float32),
            "y": random.standard_normal((n, d), dtype=np.float32) + np.float32(0.05),
        }
        self.buffer = np.empty((BLOCK, n), np.float32)

    def run(self):
        x, y = self.arrays["x"], self.arrays["y"]
        n = len(x)
        xx = kernel_sum(x, x, self.buffer)
        yy = kernel_sum(y, y, self.buffer)
        return [(xx + yy - 2 * kernel_sum(x, y, self.buffer)) / (n * n)]


class MedianMmd:
    """MMD^2, biased, by the median distance of all pairs of both samples as the bandwidth."""

    tolerance = 1e-3

    def __init__(self, n, d):
        self.arrays = Mmd(n, d).arrays
        self.signs = np.repeat(np.float32([1, -1]), n)

    def run(self):
        z = np.concatenate([self.arrays["x"], self.arrays["y"]])
        zz = np.einsum("ij,ij->i", z, z)
        # strips of rows, of which what is left of the diagonal block is never computed
        starts = range(0, len(z), BLOCK)
        strips = []
        for i in starts:
            k = z[i : i + BLOCK] @ z[i:].T
            k *= -2
            k += zz[i : i + BLOCK, None]
            k += zz[i:]
            np.maximum(k, 0, out=k)
            strips.append(k)
        pairs = np.concatenate(
            [k[:, len(k) :].ravel() for k in strips]
            + [k[np.triu_indices(len(k), 1)] for k in strips]
        )
        middle = [(len(pairs) - 1) // 2, len(pairs) // 2]
        pairs.partition(middle)
        sigma = float(np.sqrt(pairs[middle], dtype=np.float64).mean())
        total = 0.0
        for i, k in zip(starts, strips):
            k *= np.float32(-1 / (2 * sigma * sigma))
            np.exp(k, out=k)
            rows = self.signs[i : i + BLOCK]
            twice = k @ self.signs[i:]
            once = k[:, : len(k)] @ rows
            total += float((rows * (2 * twice - once)).sum(dtype=np.float64))
        return [total / (len(z) // 2) ** 2]


class Permutations:
    """MMD^2, and how many of random splits are as far apart; the observed one is compared."""

    tolerance = 1e-3

    def __init__(self, n, d, permutations):
        self.arrays = Mmd(n, d).arrays
        self.permutations = permutations

    def run(self):
        z = np.concatenate([self.arrays["x"], self.arrays["y"]])
        n = len(z) // 2
        zz = np.einsum("ij,ij->i", z, z)
        k = z @ z.T
        k *= -2
        k += zz[:, None]
        k += zz
        np.maximum(k, 0, out=k)
        k *= np.float32(-1 / (2 * SIGMA * SIGMA))
        np.exp(k, out=k)
        random = np.random.default_rng(2)
        signs = np.full((len(z), self.permutations + 1), -1, np.float32)
        signs[:n, 0] = 1
        for b in range(1, self.permutations + 1):
            signs[random.permutation(len(z))[:n], b] = 1
        values = np.einsum("ij,ij->j", signs, k @ signs) / (n * n)
        self.as_far = int((values[1:] >= values[0] - 1e-6).sum())
        return [float(values[0])]


class Neighbours:
    """The distance of the k-th nearest of the references, for each query."""

    tolerance = 1e-4

    def __init__(self, references, queries, d, k):
        random = np.random.default_rng(3)
        self.k = k
        self.arrays = {
            "references": random.standard_normal((references, d), dtype=np.float32),
            "queries": random.standard_normal((queries, d), dtype=np.float32),
        }
        r = self.arrays["references"]
        self.rr = np.einsum("ij,ij->i", r, r)
        self.out = np.empty((min(BLOCK, queries), references), np.float32)

    def run(self):
        r, q = self.arrays["references"], self.arrays["queries"]
        total = 0.0
        for i in range(0, len(q), BLOCK):
            block = q[i : i + BLOCK]
            d2 = self.out[: len(block)]
            np.dot(block, r.T, out=d2)
            d2 *= -2
            d2 += self.rr
            kth = np.partition(d2, self.k - 1, axis=1)[:, self.k - 1]
            kth = kth + np.einsum("ij,ij->i", block, block)
            total += float(np.sqrt(np.maximum(kth, 0), dtype=np.float64).sum())
        return [total]


class Mahalanobis:
    """The distance to the nearest class mean, by the covariance that all classes share."""

    tolerance = 1e-3

    def __init__(self, n, d, classes):
        random = np.random.default_rng(4)
        mixing = np.eye(d) + 0.3 * random.standard_normal((d, d)) / math.sqrt(d)
        covariance = mixing @ mixing.T
        means = random.standard_normal((classes, d))
        x = random.standard_normal((n, d)) + means[np.arange(n) % classes]
        self.arrays = {
            "x": x.astype(np.float32),
            "means": means,
            "covariance": (covariance + covariance.T) / 2,
        }
        self.centre = means.mean(0)
        self.triangle = np.linalg.inv(np.linalg.cholesky(self.arrays["covariance"]))
        self.whitened = ((means - self.centre) @ self.triangle.T).astype(np.float32)
        self.mm = np.einsum("ij,ij->i", self.whitened, self.whitened)
        self.triangle = self.triangle.astype(np.float32).T.copy()
        self.centre = self.centre.astype(np.float32)

    def run(self):
        x = self.arrays["x"]
        total = 0.0
        for i in range(0, len(x), 4 * BLOCK):
            w = (x[i : i + 4 * BLOCK] - self.centre) @ self.triangle
            d2 = w @ self.whitened.T
            d2 *= -2
            d2 += self.mm
            least = d2.min(axis=1) + np.einsum("ij,ij->i", w, w)
            total += float(np.maximum(least, 0).sum(dtype=np.float64))
        return [total]


class Logits:
    """Energy, largest probability, largest logit and entropy of each row."""

    tolerance = 1e-4

    def __init__(self, n, classes):
        random = np.random.default_rng(5)
        self.arrays = {"logits": 2 * random.standard_normal((n, classes), dtype=np.float32)}

    def run(self):
        all_rows = self.arrays["logits"]
        energy = top = largest = entropy = 0.0
        for i in range(0, len(all_rows), BLOCK):
            rows = all_rows[i : i + BLOCK]
            m = rows.max(axis=1)
            centred = rows - m[:, None]
            e = np.exp(centred)
            s = e.sum(axis=1)
            logs = np.log(s)
            energy -= float((m + logs).sum(dtype=np.float64))
            # scores: larger = more unusual
            top -= float((1 / s).sum(dtype=np.float64))
            largest -= float(m.sum(dtype=np.float64))
            weighted = np.einsum("ij,ij->i", e, centred)
            entropy += float((logs - weighted / s).sum(dtype=np.float64))
        return [energy, top, largest, entropy]


class Binned:
    """Counts in bins of equal share, then PSI, KL, JS and Wasserstein-1, 0.5 added to each count."""

    tolerance = 1e-6

    def __init__(self, n, bins):
        random = np.random.default_rng(6)
        before = random.normal(128, 20, 100_000)
        window = random.normal(130, 20, n).astype(np.float32)
        edges = np.quantile(before, np.arange(1, bins) / bins).astype(np.float32)
        reference = np.bincount(np.searchsorted(edges, before, side="right"), minlength=bins)
        inner = edges.astype(np.float64)
        positions = np.concatenate([[inner[0] - 1], (inner[1:] + inner[:-1]) / 2, [inner[-1] + 1]])
        self.arrays = {
            "window": window,
            "edges": inner,
            "reference": reference.astype(np.float64),
            "positions": positions,
        }
        self.edges = edges

    def run(self):
        reference, positions = self.arrays["reference"], self.arrays["positions"]
        counts = np.bincount(
            np.searchsorted(self.edges, self.arrays["window"], side="right"),
            minlength=len(reference),
        )
        p = (reference + 0.5) / (reference.sum() + 0.5 * len(reference))
        q = (counts + 0.5) / (counts.sum() + 0.5 * len(counts))
        m = (p + q) / 2
        psi = float(((p - q) * np.log(p / q)).sum())
        kl = float((q * np.log(q / p)).sum())
        js = float((p * np.log(p / m) + q * np.log(q / m)).sum() / 2)
        w1 = float((np.abs(np.cumsum(p - q))[:-1] * np.diff(positions)).sum())
        return [psi, kl, js, w1]


class Sorted:
    """Kolmogorov-Smirnov and Wasserstein-1 of a window against a reference that is sorted."""

    tolerance = 1e-4

    def __init__(self, n, references):
        random = np.random.default_rng(7)
        self.arrays = {
            "reference": random.standard_normal(references, dtype=np.float32),
            "window": random.standard_normal(n, dtype=np.float32) + np.float32(0.1),
        }
        self.sorted = np.sort(self.arrays["reference"])

    def run(self):
        window = np.sort(self.arrays["window"])
        both = np.concatenate([self.sorted, window])
        both.sort(kind="stable")
        f = np.searchsorted(self.sorted, both, side="right") / len(self.sorted)
        g = np.searchsorted(window, both, side="right") / len(window)
        gap = np.abs(f - g)
        return [float(gap.max()), float((gap[:-1] * np.diff(both.astype(np.float64))).sum())]


class SortedScipy(Sorted):
    """The same by SciPy's own functions."""

    peer = "SciPy"

    def run(self):
        x, y = self.arrays["reference"], self.arrays["window"]
        ks = scipy.stats.ks_2samp(x, y, method="asymp").statistic
        return [float(ks), float(scipy.stats.wasserstein_distance(x, y))]


def tasks(quick):
    sizes = (
        [
            (Mmd, "mmd", {"n": 200, "d": 64}),
            (MedianMmd, "median", {"n": 200, "d": 64}),
            (Permutations, "permutations", {"n": 100, "d": 64, "permutations": 100}),
            (Neighbours, "neighbours", {"references": 2000, "queries": 32, "d": 64, "k": 50}),
            (Mahalanobis, "mahalanobis", {"n": 500, "d": 64, "classes": 10}),
            (Logits, "logits", {"n": 500, "classes": 100}),
            (Binned, "binned", {"n": 20_000, "bins": 50}),
            (Sorted, "sorted", {"n": 20_000, "references": 5000}),
            (SortedScipy, "sorted", {"n": 20_000, "references": 5000}),
        ]
        if quick
        else [
            (Mmd, "mmd", {"n": 1000, "d": 512}),
            (Mmd, "mmd", {"n": 5000, "d": 512}),
            (MedianMmd, "median", {"n": 1000, "d": 512}),
            (MedianMmd, "median", {"n": 5000, "d": 512}),
            (Permutations, "permutations", {"n": 1000, "d": 512, "permutations": 1000}),
            (Neighbours, "neighbours", {"references": 50_000, "queries": 32, "d": 512, "k": 50}),
            (Neighbours, "neighbours", {"references": 50_000, "queries": 1000, "d": 512, "k": 50}),
            (Mahalanobis, "mahalanobis", {"n": 10_000, "d": 512, "classes": 10}),
            (Mahalanobis, "mahalanobis", {"n": 10_000, "d": 512, "classes": 1000}),
            (Logits, "logits", {"n": 10_000, "classes": 1000}),
            (Binned, "binned", {"n": 1_000_000, "bins": 50}),
            (Sorted, "sorted", {"n": 1_000_000, "references": 100_000}),
            (SortedScipy, "sorted", {"n": 1_000_000, "references": 100_000}),
        ]
    )
    return [t for t in sizes if scipy is not None or t[0] is not SortedScipy]


class Ours:
    """The JVM at the other end of a pipe."""

    def __init__(self, command):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().split()
        if not answer or answer[0] != "ok":
            fail("ours: " + " ".join(answer) + self.process.stdout.read())
        return answer[1:]

    def prepare(self, task, sizes, arrays, folder):
        for name, array in arrays.items():
            array.tofile(os.path.join(folder, name))
        words = [task, folder] + ["%s=%d" % pair for pair in sizes.items()]
        return " ".join(self.ask("prepare " + " ".join(words)))

    def run(self):
        wall, cpu, *answer = self.ask("run")
        return int(wall), int(cpu), [float(a) for a in answer]

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)


def fail(message):
    print(message)
    sys.exit(1)


def timed(run):
    wall, cpu = time.perf_counter_ns(), time.process_time_ns()
    answer = run()
    return time.perf_counter_ns() - wall, time.process_time_ns() - cpu, answer


def difference(a, b):
    if len(a) != len(b):
        return math.inf
    return max(abs(x - y) / max(abs(x), abs(y), 1e-300) for x, y in zip(a, b))


def pair(kind, name, sizes, ours, quick):
    task = kind(**sizes)
    with tempfile.TemporaryDirectory(prefix="virk-peers") as folder:
        kernels = ours.prepare(name, sizes, task.arrays, folder)
    # the compiler of the JVM shares the core: until it has settled, calls do not count
    end = time.monotonic() + (0.05 if quick else 4)
    warmups = 0
    while time.monotonic() < end or warmups < 2:
        ours.run()
        warmups += 1
    task.run()
    peers, mine = [], []
    worst = 0.0
    end = time.monotonic() + (0.05 if quick else 8)
    while len(peers) < (2 if quick else 5) or (time.monotonic() < end and len(peers) < 1000):
        # each is the first as often as the other
        if len(peers) % 2 == 0:
            peers.append(timed(task.run))
            mine.append(ours.run())
        else:
            mine.append(ours.run())
            peers.append(timed(task.run))
        worst = max(worst, difference(peers[-1][2], mine[-1][2]))
    if not worst <= task.tolerance:
        fail(
            "%s %s: answers differ: %s, ours %s" % (name, sizes, peers[-1][2], mine[-1][2])
        )
    label = getattr(kind, "peer", "NumPy")
    version = scipy.__version__ if label == "SciPy" else np.__version__
    return {
        "task": name,
        "sizes": sizes,
        "peer": label + " " + version,
        "rounds": len(peers),
        "peerLeast": min(p[0] for p in peers),
        "peerMedian": statistics.median(p[0] for p in peers),
        "peerCpu": min(p[1] for p in peers),
        "ourLeast": min(m[0] for m in mine),
        "ourMedian": statistics.median(m[0] for m in mine),
        "ourCpu": min(m[1] for m in mine),
        "kernels": kernels,
        "difference": worst,
        "tolerance": task.tolerance,
    }


def main():
    quick = sys.argv[1] == "quick"
    if hasattr(os, "sched_setaffinity"):  # the JVM inherits it
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    ours = Ours(sys.argv[2:])
    pairs = [pair(kind, name, sizes, ours, quick) for kind, name, sizes in tasks(quick)]
    ours.close()
    print(json.dumps(pairs))


if __name__ == "__main__":
    main()
