"""The other side of `benchmarks.places`: spopt on the same numbers, in a Python of its own that has it installed.

    echo '{…}' | OTHER_PYTHON benchmarks/peer.py

Reads one task as JSON from standard input and prints one answer as JSON. Nothing of Linli is imported here.
"""

import json
import sys
import time
import warnings

TRIES = 10
"""Starts of max-p: of its usual 99 each takes seconds."""


def main() -> None:
    """Do one task."""
    warnings.filterwarnings("ignore")
    task = json.load(sys.stdin)
    do = {"divide": divide, "site": site}[task["what"]]
    print(json.dumps(do(task)))


def divide(task: dict) -> dict:
    """Divide areas into contiguous regions by max-p (at least so many homes each) and SKATER (so many regions)."""
    import geopandas
    import numpy
    from libpysal.weights import W
    from shapely import from_wkt
    from spopt.region import MaxPHeuristic, Skater

    frame = geopandas.GeoDataFrame(
        {"homes": task["homes"], "x": task["x"], "y": task["y"]},
        geometry=[from_wkt(each) for each in task["shapes"]],
    )
    frame["one"] = 1
    beside = W(dict(enumerate(task["beside"])), silence_warnings=True)
    out = {}
    numpy.random.seed(20260701)
    begun = time.process_time()
    try:
        maxp = MaxPHeuristic(
            frame, beside, ["x", "y"], "homes", task["least"], top_n=2, max_iterations_construction=TRIES
        )
        maxp.solve()
        labels = [int(each) for each in maxp.labels_]
    except Exception as error:  # noqa: BLE001 (whatever the other side stumbles over is its result)
        labels = None
        out["max-p error"] = repr(error)
    out["max-p"] = {"labels": labels, "seconds": time.process_time() - begun}
    begun = time.process_time()
    skater = Skater(
        frame,
        beside,
        ["x", "y"],
        n_clusters=task["count"],
        floor=max(1, len(task["homes"]) // (3 * task["count"])),
    )
    try:
        skater.solve()
        labels = [int(each) for each in skater.labels_]
    except Exception as error:  # noqa: BLE001 (whatever the other side stumbles over is its result)
        labels = None
        out["SKATER error"] = repr(error)
    out["SKATER"] = {"labels": labels, "seconds": time.process_time() - begun}
    return out


def site(task: dict) -> dict:
    """Choose sites by MCLP and by p-median, with HiGHS where it is installed and CBC otherwise."""
    import numpy
    import pulp
    from spopt.locate import MCLP, PMedian

    names = pulp.listSolvers(onlyAvailable=True)
    solver = pulp.HiGHS(msg=False) if "HiGHS" in names else pulp.PULP_CBC_CMD(msg=False)
    far = numpy.array(task["far"])
    weights = numpy.array(task["weights"])
    given = numpy.array(task["given"])
    fixed = {"predefined_facilities_arr": given} if given.any() else {}
    out = {"solver": type(solver).__name__}
    begun = time.process_time()
    mclp = MCLP.from_cost_matrix(far, weights, task["metres"], p_facilities=task["count"], **fixed).solve(
        solver
    )
    chosen = [at for at, each in enumerate(mclp.fac2cli) if mclp.fac_vars[at].value() > 0.5]
    out["mclp"] = {"chosen": chosen, "seconds": time.process_time() - begun}
    begun = time.process_time()
    median = PMedian.from_cost_matrix(far, weights, p_facilities=task["count"], **fixed).solve(solver)
    chosen = [at for at in range(far.shape[1]) if median.fac_vars[at].value() > 0.5]
    out["median"] = {"chosen": chosen, "seconds": time.process_time() - begun}
    return out


if __name__ == "__main__":
    main()
