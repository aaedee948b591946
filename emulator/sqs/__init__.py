"""SQS: moto's queues, with a long poll that holds up nobody else."""

from emulator.sqs.polling import install

__all__ = ["install"]
