"""Tests of Tweeluik."""
