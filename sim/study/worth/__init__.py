"""What an assumption is worth knowing before choosing among named policies: exactly, or from a study of stated
precision; and what is lost by choosing now. In a unit of one's own, by a stated value of outcomes."""
