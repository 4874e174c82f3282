"""Runs that kill the process they are in."""

import os
import signal

from sim.runs.work import Found, Job, work

POISON = (3, 7)  # cell and replicate


def deadly(job: Job) -> Found:
    if POISON in job.runs:
        os.kill(os.getpid(), signal.SIGKILL)
    return work(job)
