"""Inputs that mean harm, each with the code it is refused with."""
